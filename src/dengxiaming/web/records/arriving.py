"""二维码签到: a code on the screen of the room, and the page it leads to, where a member on the roll says “我到了”.

Off unless the draft says so. What is kept is who tapped; nothing of where, when or by what.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dengxiaming.areas.gatherings import actions, drafts, expected, kinds
from dengxiaming.areas.gatherings.fields import Form
from dengxiaming.areas.gatherings.refusals import Gone
from dengxiaming.areas.organs import queries as organs
from dengxiaming.ground import clock
from dengxiaming.ground.policy import Place
from dengxiaming.web.accounts import qr
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records import people
from dengxiaming.web.records.views import place_of_draft

_CLOSED = "这次会不用二维码签到，或者已经签字归档。请向记录人说一声，由记录人点名。"


def place_of_roll(code: str) -> Place | None:
    """Where a draft's roll belongs: it is about everybody whom it calls."""
    kept = drafts.draft(code)
    if kept is None:
        return None
    called = expected.people(kept.organization, kept.content, "", clock.today()).expected
    return organs.place(kept.organization, {person.code for person in called})


@page("gathering.write", of=place_of_draft)
def code(request: HttpRequest, here: Here, organization: str, code: str) -> HttpResponse:
    """The code to show in the room, large, with the address in words."""
    kept = _open(code)
    address = request.build_absolute_uri(reverse("web:record-here", args=[code]))
    return show(
        request, here, "web/records/code.html", "records", "二维码签到",
        code=qr.drawn(address), address=address, name=people.name_of(organization), draft=kept, words=_words(kept),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("gathering.attend", of=place_of_roll)
def arrive(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """Whoever is on the roll taps once."""
    kept, me = _open(code), gate.reader(request).member
    if request.method == "POST":
        try:
            actions.arrive(code, me)
        except Gone as gone:
            raise NotThere(_CLOSED) from gone
        return HttpResponseRedirect(reverse("web:record-here", args=[code]))
    line = kept.content.get("holders", {}).get(kept.organization, {}).get("roll", {}).get(me, {})
    return show(
        request, here, "web/records/here.html", "records", "签到",
        draft=kept, name=people.name_of(kept.organization), words=_words(kept),
        is_there=line.get("status") == "present",
    )  # fmt: skip


def _open(code: str) -> drafts.Kept:
    kept = drafts.draft(code)
    if kept is None or not Form().yes(kept.content.get("by_code")):
        raise NotThere(_CLOSED)
    return kept


def _words(kept: drafts.Kept) -> str:
    """What is held, in words."""
    known = kinds.load()
    return known.words(known.spelt_out(kept.content.get("kinds", []))) or "会议活动"
