"""The addresses of elections."""

from django.urls import URLPattern, path

from dengxiaming.web.elections import counting, tenure, views
from dengxiaming.web.elections.papers import paper

urlpatterns: list[URLPattern] = [
    path("elections/of/<id:organization>/", tenure.of_organization, name="elections-of"),
    path("elections/of/<id:organization>/new/", views.new, name="election-new"),
    path("elections/of/<id:organization>/remind/", tenure.remind, name="term-remind"),
    path("elections/of/<id:organization>/extension/", tenure.ask_extension, name="extension-ask"),
    path("elections/of/<id:organization>/vacant/", tenure.vacate, name="post-vacate"),
    path("elections/of/<id:organization>/appoint/", tenure.appoint, name="post-appoint"),
    path("elections/of/<id:organization>/rights/", tenure.rights, name="voting-rights"),
    path("elections/extensions/<id:code>/answer/", tenure.answer_extension, name="extension-answer"),
    path("elections/<id:code>/", views.election, name="election"),
    path("elections/<id:code>/edit/", views.edit, name="election-edit"),
    path("elections/<id:code>/do/", views.do, name="election-do"),
    path("elections/<id:code>/decide/", views.decide, name="election-decide"),
    path("elections/<id:code>/meeting/", counting.meeting, name="election-meeting"),
    path("elections/<id:code>/count/<int:number>/", counting.count, name="election-count"),
    path("elections/<id:code>/paper/<slug:name>.<slug:kind>", paper, name="election-paper"),
]
