"""党费: a branch's month, setting it, payments, corrections, closing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.areas.dues import actions, core, money, queries, scales
from dengxiaming.areas.dues.books.actions import Refused
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.ground import clock
from dengxiaming.ground.codes import new_code
from dengxiaming.ground.problem import Problem
from dengxiaming.journal.actions import Clash, Repeated
from dengxiaming.web.dues import people as whom
from dengxiaming.web.dues import reading, sums
from dengxiaming.web.dues.reading import Reading
from dengxiaming.web.kit import asked, gate, sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.records import people
from dengxiaming.web.records.boxes import Box


def month_of(request: HttpRequest) -> date:
    """The month asked for, else this one."""
    text = asked.month(request)
    return date.fromisoformat(f"{text}-01") if text else core.first_of(clock.today())


def address(name: str, organization: str, month: date) -> str:
    """A page of a branch's month."""
    return f"{reverse(f'web:{name}', args=[organization])}?{urlencode({'month': f'{month:%Y-%m}'})}"


@page("dues.sums", of=gate.by_organization)
def of_organization(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A branch's month for its secretary, line by line; for everybody else, and above branches, sums."""
    tree = organs.Tree()
    if tree.nodes[organization].kind in BRANCHES and gate.opens(request, "dues.keep", tree.place(organization)):
        return _month(request, here, organization, month_of(request))
    return sums.page_of(request, here, organization, tree)


def _month(
    request: HttpRequest, here: Here, organization: str, month: date, read: Reading | None = None, said: str = ""
) -> HttpResponse:
    held = queries.month(organization, month)
    problems = [*(read.problems if read else ()), *([Problem("close", said)] if said else ())]
    wrong = sent.by_field(problems)
    given: dict[str, str] = dict(read.given) if read else {}
    everybody = bool(request.GET.get("all"))
    rows = [
        Row(line, bool(given.get(f"paid-{line.member}")) or (everybody and not read),
            given.get(f"amount-{line.member}", money.plain(line.rest)), wrong.get(f"amount-{line.member}", ()))
        for line in held.lines
    ]  # fmt: skip
    return show(
        request, here, "web/dues/month.html", "matters", f"{core.label(month)}党费", 422 if problems else 200,
        held=held, rows=rows, near=whom.near(organization, [line.member for line in held.lines]),
        organization=organization, name=people.name_of(organization), month=month,
        before=core.after(month, -1), later=core.after(month), label=core.label(month), problems=problems, wrong=wrong,
        payments=queries.payments(organization, month), token=new_code("K"),
        on=sent.box("on", "哪天收的", given.get("on", clock.today().isoformat()), wrong),
        is_over=month <= clock.today(),
    )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One member in the table of a month: what the ledger says, what was typed."""

    line: queries.Line
    ticked: bool
    amount: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One member's two fields in the table where a month is set, and what they come to."""

    line: queries.Line
    kind: Box
    base: Box
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
@page("dues.keep", of=gate.by_organization)
def assess(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """One table for a branch: kind and base of each, what is payable after them; filled in from the month before."""
    month = month_of(request)
    if request.method != "POST":
        return _assess(request, here, organization, month)
    read = Reading.of(request.POST, clock.today())
    settings = reading.settings(read, queries.roster(organization, month), month)
    if not read.problems:
        try:
            actions.assess(
                organization, month, settings, people.actor(request), clock.now(), sent.token(request),
                sent.content(request),
            )  # fmt: skip
        except (Repeated, Clash):
            pass
        except Refused as refused:
            read.problems.append(Problem(f"base-{refused.field}" if refused.field else "settings", refused.sentence))
    if read.problems:
        return _assess(request, here, organization, month, read)
    messages.info(request, f"{core.label(month)}核定了{len(settings)}人。")
    return HttpResponseRedirect(address("dues-assess", organization, month))


def _assess(
    request: HttpRequest, here: Here, organization: str, month: date, read: Reading | None = None
) -> HttpResponse:
    held, known = queries.month(organization, month), scales.load()
    bases, before = queries.bases(organization, month), queries.carried(organization, month)
    problems = tuple(read.problems) if read else ()
    wrong = sent.by_field(problems)
    kinds = {kind.id: kind.label for kind in known.kinds.values()}
    fields = []
    for line in held.lines:
        code, (kind, base) = line.member, bases.get(line.member) or before.get(line.member) or ("", None)
        shown = {f"kind-{code}": kind, f"base-{code}": "" if base is None else money.plain(base)}
        given = read.given if read else shown
        worked = core.work_out(known, kind, base or 0, month).words if code in bases else ""
        fields.append(Field(
            line, sent.select(f"kind-{code}", "类别", given.get(f"kind-{code}", ""), kinds, wrong),
            sent.box(f"base-{code}", "基数", given.get(f"base-{code}", ""), wrong),
            worked,
        ))  # fmt: skip
    whom.looked(request, bases.keys() | (before.keys() & {line.member for line in held.lines}), "党费基数")
    return show(
        request, here, "web/dues/assess.html", "matters", "核定党费", 422 if problems else 200,
        held=held, fields=fields, organization=organization, name=people.name_of(organization), month=month,
        label=core.label(month), problems=problems, wrong=wrong, token=new_code("K"), scales=known,
        before=core.after(month, -1), later=core.after(month), is_carried=not bases and bool(before),
        used=_used(known, month),
    )  # fmt: skip


def _used(known: scales.Scales, month: date) -> list[tuple[scales.Kind, scales.Scale]]:
    """The kinds and their scales of a month, for the foot of the table."""
    return [(kind, known.scale(kind.id, month)) for kind in known.kinds.values()]


@require_POST
@page("dues.keep", of=gate.by_organization)
def collect(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """Those ticked paid this month's dues in person, on one day."""
    month, read = month_of(request), Reading.of(request.POST, clock.today())
    owing = {line.member: line.rest for line in queries.month(organization, month).lines if line.is_set}
    taken = reading.collected(read, owing, month)
    if not read.problems:
        try:
            actions.pay(
                organization, taken, people.actor(request), clock.now(), sent.token(request), sent.content(request)
            )
        except (Repeated, Clash):
            pass
        except Refused as refused:
            read.problems.append(Problem(refused.field or "collected", refused.sentence))
    if read.problems:
        return _month(request, here, organization, month, read)
    messages.info(
        request, f"记下{len(taken)}人交的党费，共{money.yuan(sum(sum(one.parts.values()) for one in taken))}。"
    )
    return HttpResponseRedirect(address("dues-of", organization, month))


@require_http_methods(["GET", "HEAD", "POST"])
@page("dues.keep", of=gate.by_organization)
def pay(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """One payment: for several months, by somebody else, more than owed."""
    today, known = clock.today(), whom.of_branch(organization, clock.today())
    who = (request.POST if request.method == "POST" else request.GET).get("member", "")
    owed = queries.owed(who) if who in known else ()
    usual = queries.last_payable(who) if who in known else 0
    if request.method != "POST":
        months = [month for month, _ in owed] or [core.first_of(today)]
        given = {
            "member": who, "on": today.isoformat(), "since": f"{months[0]:%Y-%m}", "until": f"{months[-1]:%Y-%m}",
            "amount": money.plain(sum(rest for _, rest in owed)) if owed else "",
        }  # fmt: skip
        return _pay(request, here, organization, Reading(given, today))
    read = Reading.of(request.POST, today)
    taken = reading.payment(read, known, dict(owed), usual)
    if not read.problems:
        try:
            codes, _ = actions.pay(
                organization, [taken], people.actor(request), clock.now(), request.POST.get("token", ""),
                sent.content(request),
            )  # fmt: skip
        except Repeated as before:
            codes = (before.answer,)
        except (Refused, Clash) as refused:
            read.problems.append(Problem(getattr(refused, "field", "") or "amount", str(refused)))
        else:
            messages.info(request, "记下了。收据编号在下面。")
    if read.problems:
        return _pay(request, here, organization, read)
    return HttpResponseRedirect(reverse("web:dues-receipt", args=[codes[0]]))


def _pay(request: HttpRequest, here: Here, organization: str, read: Reading) -> HttpResponse:
    wrong, given = sent.by_field(read.problems), read.given
    known = whom.of_branch(organization, clock.today())
    who = given.get("member", "")
    boxes = (
        sent.select("member", "谁的党费", who, known, wrong),
        sent.box("amount", "交了多少", given.get("amount", ""), wrong, hint="多交不限（R5-8）。"),
        sent.box("on", "哪天交的", given.get("on", ""), wrong),
        sent.box("since", "从哪个月", given.get("since", ""), wrong, hint="写成 2026-11 这样。"),
        sent.box("until", "到哪个月", given.get("until", ""), wrong),
        sent.select("proxy", "谁代交的", given.get("proxy", ""), known, wrong, "本人交的不用选。代交的看得见是谁。"),
        sent.box("proxy_name", "代交的人不是本支部的，写姓名", given.get("proxy_name", ""), wrong),
        sent.box("note", "备注", given.get("note", ""), wrong, hint="可以不写。"),
    )
    return _small(
        request, here, organization, "web/dues/pay.html", "记一笔党费", read, boxes=boxes,
        owed=queries.owed(who) if who in known else (), usual=queries.last_payable(who) if who in known else 0,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page("dues.keep", of=gate.by_organization)
def correct(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """A further entry, plus or minus, for any month; what was entered stays."""
    today, known = clock.today(), whom.of_branch(organization, clock.today())
    if request.method != "POST":
        given = {
            "member": request.GET.get("member", ""), "month": asked.month(request) or f"{today:%Y-%m}",
            "on": today.isoformat(),
        }  # fmt: skip
        return _correct(request, here, organization, Reading(given, today))
    read = Reading.of(request.POST, today)
    change = reading.change(read, known)
    if not read.problems:
        try:
            code, _ = actions.correct(
                organization, change, people.actor(request), clock.now(), request.POST.get("token", ""),
                sent.content(request),
            )  # fmt: skip
        except Repeated as before:
            code = before.answer
        except (Refused, Clash) as refused:
            read.problems.append(Problem(getattr(refused, "field", "") or "reason", str(refused)))
    if read.problems:
        return _correct(request, here, organization, read)
    messages.info(request, "更正记下了，原来的那一笔还在。")
    return HttpResponseRedirect(reverse("web:dues-receipt", args=[code]))


def _correct(request: HttpRequest, here: Here, organization: str, read: Reading) -> HttpResponse:
    wrong, given = sent.by_field(read.problems), read.given
    known = whom.of_branch(organization, clock.today())
    boxes = (
        sent.select("member", "谁的党费", given.get("member", ""), known, wrong),
        sent.box("month", "哪个月的", given.get("month", ""), wrong, hint="写成 2026-11 这样。结过账的月也可以。"),
        sent.box("paid", "实交改多少", given.get("paid", ""), wrong, hint="少记了写正数，多记了写负数，例如 -10。"),
        sent.box("payable", "应交改多少", given.get("payable", ""), wrong, hint="基数报错了才写。"),
        sent.box("on", "哪天的钱", given.get("on", ""), wrong, hint="钱真正交、退的那天。"),
        sent.box("reason", "为什么", given.get("reason", ""), wrong),
    )
    return _small(request, here, organization, "web/dues/correct.html", "更正党费", read, boxes=boxes)


@require_POST
@page("dues.keep", of=gate.by_organization)
def close(request: HttpRequest, here: Here, organization: str) -> HttpResponse:
    """The month is closed: its sums stand."""
    month = month_of(request)
    try:
        actions.close(organization, month, people.actor(request), clock.now(), sent.token(request))
    except (Repeated, Clash):
        pass
    except Refused as refused:
        return _month(request, here, organization, month, said=refused.sentence)
    messages.info(request, f"{core.label(month)}结账了。以后的更正、补交记在后面的月份。")
    return HttpResponseRedirect(address("dues-of", organization, month))


@page("dues.own", of=whom.place_of_receipt)
def receipt(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """One payment, for the member and the secretary."""
    held = queries.receipt(code)
    if held is None:
        raise NotThere("没有这张收据。")
    place = whom.place_of_receipt(code)
    organization = place.line[0] if place else ""
    return show(
        request, here, "web/dues/receipt.html", "matters", "党费收据", held=held, organization=organization,
        name=people.name_of(organization),
        leads=gate.reader(request).member == held.member or held.member in whom.near(organization, [held.member]),
    )  # fmt: skip


@page("dues.mine", of=gate.by_organization)
def mine(request: HttpRequest, here: Here, organization: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """To the reader's own dues."""
    return HttpResponseRedirect(reverse("web:dues-member", args=[gate.reader(request).member]))


@page("dues.own", of=whom.place_of_member)
def member(request: HttpRequest, here: Here, code: str) -> HttpResponse:
    """A member's year: what was owed and why, what was paid."""
    year = asked.year(request) or here.view.as_of.year
    place = whom.place_of_member(code)
    organization = place.line[0] if place else ""
    is_self = gate.reader(request).member == code
    whom.looked(request, [code], "党费明细")
    return show(
        request, here, "web/dues/member.html", "matters", "党费",
        code=code, who=whom.name(code), year=year, years=asked.years(year, here.view.as_of),
        months=queries.year(code, year, "" if is_self else organization), payments=queries.payments_of(code, year),
        reductions=queries.reductions_of(code) if is_self else (), organization=organization,
        name=people.name_of(organization), is_self=is_self,
        may_keep=bool(place) and gate.opens(request, "dues.keep", place) if place else False, scales=scales.load(),
    )  # fmt: skip


def _small(
    request: HttpRequest, here: Here, organization: str, template: str, title: str, read: Reading, **more: Any  # noqa: ANN401  模板里放什么都行
) -> HttpResponse:  # fmt: skip
    return show(
        request, here, template, "matters", title, 422 if read.problems else 200,
        organization=organization, name=people.name_of(organization), problems=read.problems,
        wrong=sent.by_field(read.problems), token=new_code("K"), given=read.given, **more,
    )  # fmt: skip
