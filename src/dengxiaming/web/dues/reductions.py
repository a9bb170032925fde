"""减免: what was agreed to, and its taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.dues import queries, scales
from dengxiaming.areas.dues.books.actions import Refused
from dengxiaming.areas.dues.reductions import actions
from dengxiaming.areas.dues.terms import DECIDERS
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.dues import people as whom
from dengxiaming.web.dues import reading
from dengxiaming.web.dues.reading import Reading
from dengxiaming.web.kit import gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records import people


@require_http_methods(["GET", "HEAD", "POST"])
@page("dues.keep", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """What was agreed to in a branch, and the form for one more."""
    today = clock.today()
    if request.method != "POST":
        given = dict.fromkeys(("since", "until"), f"{today:%Y-%m}")
        given |= {name: today.isoformat() for name in ("applied_on", "decided_on")}
        return _page(request, here, organization, Reading(given, today))
    read = Reading.of(request.POST, today)
    agreed = reading.agreed(read, whom.of_branch(organization, today))
    if not read.problems:
        try:
            actions.reduce(
                organization, agreed, people.actor(request), clock.now(), sent.token(request), sent.content(request)
            )
        except (Repeated, Clash):
            pass
        except Refused as refused:
            read.problems.append(Problem(refused.field or "since", refused.sentence))
    if read.problems:
        return _page(request, here, organization, read)
    messages.info(request, "减免记下了，没有结账的月份已照这样改。")
    return HttpResponseRedirect(reverse("web:dues-reductions", args=[organization]))


@require_POST
@page("dues.keep", of=lambda organization, **_: gate.by_organization(organization))
def withdraw(request: HttpRequest, here: Here, organization: str, code: str) -> HttpResponse:
    """It was recorded by mistake: it stays, marked, with the reason in the journal."""
    held = next((one for one in queries.reductions(organization) if one.code == code), None)
    if held is None:
        raise NotThere("没有这次减免。")
    reason, read = request.POST.get("reason", "").strip(), Reading({}, clock.today())
    if not reason:
        read.problems.append(Problem(f"undo-{code}", "撤回要写原因。请写一句为什么。"))
    else:
        try:
            actions.withdraw(code, reason, people.actor(request), clock.now(), sent.token(request))
        except Repeated:
            pass
        except Refused as refused:
            read.problems.append(Problem(f"undo-{code}", refused.sentence))
    if read.problems:
        return _page(request, here, organization, read, code)
    messages.info(request, "已撤回，原因留在存证里。")
    return HttpResponseRedirect(reverse("web:dues-reductions", args=[organization]))


def _page(request: HttpRequest, here: Here, organization: str, read: Reading, undone: str = "") -> HttpResponse:
    wrong, given, held = sent.by_field(read.problems), read.given, queries.reductions(organization)
    sorts = {one.id: one.label for one in scales.load().reductions.values()}
    whom.looked(request, {one.member for one in held}, "党费减免的理由")
    boxes = (
        sent.select("member", "谁", given.get("member", ""), whom.of_branch(organization, clock.today()), wrong),
        sent.select("sort", "怎样", given.get("sort", ""), sorts, wrong),
        sent.box("payable", "少交的，每月交多少", given.get("payable", ""), wrong, hint="免交、缓交不用写。"),
        sent.box("since", "从哪个月", given.get("since", ""), wrong, hint="写成 2026-11 这样。"),
        sent.box("until", "到哪个月", given.get("until", ""), wrong),
        sent.box(
            "reason", "本人申请的理由", given.get("reason", ""), wrong, hint="加密存放，书记和本人看得到。", look="area"
        ),
        sent.box("applied_on", "哪天申请的", given.get("applied_on", ""), wrong),
        sent.select("decided_by", "谁同意的", given.get("decided_by", ""), DECIDERS, wrong),
        sent.box("decided_on", "哪天同意的", given.get("decided_on", ""), wrong),
    )
    return show(
        request, here, "web/dues/reductions.html", "matters", "党费减免", 422 if read.problems else 200,
        organization=organization, name=people.name_of(organization), problems=read.problems, wrong=wrong, held=held,
        boxes=boxes, token=new_code("K"), undone=undone,
    )  # fmt: skip
