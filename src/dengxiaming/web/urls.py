"""Every address of the site."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from dengxiaming.ground.policy import SIGNED_IN
from dengxiaming.ground.sign_in import HOMES
from dengxiaming.web.acts import views as acts
from dengxiaming.web.appraisals import urls as appraisals
from dengxiaming.web.ballots import urls as ballots
from dengxiaming.web.city import views as city
from dengxiaming.web.desk import outward
from dengxiaming.web.desk import views as desk
from dengxiaming.web.development import urls as development
from dengxiaming.web.dues import urls as dues
from dengxiaming.web.elections import urls as elections
from dengxiaming.web.explanation import views as explanation
from dengxiaming.web.facts import views as facts
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.links import address
from dengxiaming.web.kit.page import page
from dengxiaming.web.law import views as law
from dengxiaming.web.listing import views as listing
from dengxiaming.web.matters import views as matters
from dengxiaming.web.organizations import views as organizations
from dengxiaming.web.papers import views as papers
from dengxiaming.web.people import views as members
from dengxiaming.web.records import arriving, signed
from dengxiaming.web.records import views as records
from dengxiaming.web.register import urls as register
from dengxiaming.web.structure import urls as structure
from dengxiaming.web.talks import views as talks
from dengxiaming.web.transfers import urls as transfers

app_name = "web"


@page(SIGNED_IN)
def home(request: HttpRequest, here: Here) -> HttpResponse:
    """Where somebody begins: at the desk; an administrator at the accounts."""
    account = getattr(request.user, "duty", "")
    return HttpResponseRedirect(reverse(HOMES[account]) if account in HOMES else address(here, "web:desk"))


urlpatterns = [
    path("", home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("desk/remark/<id:rule>/<id:bearer>/<id:period>/", desk.remark, name="remark"),
    path("reminders/", outward.reminders, name="reminders"),
    path("calendar/<slug:token>.ics", outward.calendar, name="calendar"),
    path("notices/<id:code>/", desk.notice, name="notice"),
    path("city/", city.city, name="city"),
    path("city/heatmap.xlsx", city.export, name="city-export"),
    path("organizations/", organizations.index, name="organizations"),
    path("organizations/<id:code>/", organizations.organization, name="organization"),
    path("explain/<id:rule>/<id:bearer>/<id:period>/", explanation.explanation, name="explanation"),
    path("law/", law.contents, name="law"),
    path("law/clause/<id:name>/", law.clause, name="clause"),
    path("law/problems/<id:name>/", law.problem, name="problem"),
    path("law/<slug:slug>/", law.item, name="law-item"),
    path("records/", signed.own, name="records"),
    path("records/act/<id:act>/", signed.record, name="record"),
    path("records/act/<id:act>/do/", signed.do, name="record-do"),
    path("records/act/<id:act>/correct/", signed.correct, name="record-correct"),
    path("records/act/<id:act>/paper/<slug:name>.<slug:kind>", papers.record, name="record-paper"),
    path("notices/<id:code>/notice.<slug:kind>", papers.notice, name="notice-paper"),
    path("records/<id:organization>/quarter.<slug:kind>", papers.quarter, name="quarter-paper"),
    path("records/<id:organization>/book.<slug:kind>", papers.book, name="book-paper"),
    path("journal/head.<slug:kind>", papers.head, name="head-paper"),
    path("records/<id:organization>/", signed.of_organization, name="records-of"),
    path("records/<id:organization>/new/", records.new, name="record-new"),
    path("records/<id:organization>/draft/<id:code>/", records.draft, name="record-draft"),
    path("records/<id:organization>/draft/<id:code>/saved/", records.saved, name="record-saved"),
    path("records/<id:organization>/draft/<id:code>/code/", arriving.code, name="record-code"),
    path("records/here/<id:code>/", arriving.arrive, name="record-here"),
    path("records/<id:organization>/draft/<id:code>/discard/", records.discard, name="record-discard"),
    path("members/<id:code>/", members.member, name="member"),
    path("members/<id:code>/raise/", members.raise_trigger, name="member-raise"),
    path("members/<id:code>/withdraw/", members.withdraw_trigger, name="member-withdraw"),
    path("organizations/<id:organization>/members/", members.of_organization, name="members-of"),
    path("talks/<id:organization>/new/", talks.new, name="talk-new"),
    path("talks/of/<id:organization>/", talks.of_organization, name="talks-of"),
    path("talks/<id:code>/", talks.talk, name="talk"),
    path("talks/<id:code>/withdraw/", talks.withdraw, name="talk-withdraw"),
    path("acts/of/<id:organization>/", acts.of_organization, name="acts-of"),
    path("acts/of/<id:organization>/deploy/", acts.deploy, name="deploy"),
    path("acts/of/<id:organization>/contacts/", acts.contact, name="contact"),
    path("acts/of/<id:organization>/room/", acts.room, name="room"),
    path("acts/of/<id:organization>/new/<id:kind>/", acts.new, name="act-new"),
    path("acts/<id:code>/", acts.act, name="act"),
    path("acts/<id:code>/withdraw/", acts.withdraw, name="act-withdraw"),
    path("duties/", listing.duties, name="duties"),
    path("matters/", matters.matters, name="matters"),
    path("facts/", facts.facts, name="facts"),
    path("facts/template.xlsx", facts.template, name="template"),
    path("facts/refused/<str:token>/", facts.refused, name="refused"),
    path("facts/refused/<str:token>/marked.xlsx", facts.marked, name="marked"),
    path("facts/loaded/<str:token>/", facts.loaded, name="loaded"),
    *register.urlpatterns,
    *transfers.urlpatterns,
    *development.urlpatterns,
    *dues.urlpatterns,
    *structure.urlpatterns,
    *elections.urlpatterns,
    *ballots.urlpatterns,
    *appraisals.urlpatterns,
]
