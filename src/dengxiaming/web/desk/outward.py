"""日历和提醒: the address of the calendar feed, the feed itself, and whether to be told weekly."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dengxiaming.areas.gatherings import queries as gatherings
from dengxiaming.duties import queries as duties
from dengxiaming.duties.queries import View
from dengxiaming.ground import actions, clock, queries
from dengxiaming.ground.policy import ANYONE
from dengxiaming.ground.terms import MAIL
from dengxiaming.web.accounts.guarded import hand, signed_in
from dengxiaming.web.desk import board, channels, feed
from dengxiaming.web.kit import sent
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, forbidden, page, show
from dengxiaming.web.policy import PEOPLE


@require_safe
@page(ANYONE)
def calendar(request: HttpRequest, here: Here, token: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """The feed, for whoever has its address: calendar programs cannot sign in."""
    account = queries.owner_of_feed(token)
    today, now = clock.today(), clock.now()
    reader = queries.reader_of(account, today) if account else None
    if account is None or reader is None or not reader.organizations(*PEOPLE):
        raise NotThere("没有这个日历，或者地址已经换过。到“我的账号”的“日历和提醒”里看。")
    held = board.desk(reader, View(today, reach=duties.reach_of(reader)))
    rows = [row for day in (*held.soon, *held.later) for row in day.rows]
    notices = gatherings.inbox(reader.member, today - board.PAST)
    desk = request.build_absolute_uri(reverse("web:desk"))
    made = feed.calendar(rows, notices, account.ref, now, desk)
    return HttpResponse(made, content_type="text/calendar; charset=utf-8")


@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
@page("desk.read")
def reminders(request: HttpRequest, here: Here) -> HttpResponse:
    """The page. A new calendar address is shown once."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    account, by = signed_in(request), hand(request)
    if do == "make":
        token = actions.make_feed(account, by)
        return _page(request, here, made=request.build_absolute_uri(reverse("web:calendar", args=[token])))
    if do == "remind":
        return _remind(request, here)
    if do == "stop":
        actions.stop_feed(account, by)
        messages.info(request, "日历地址停用了。")
    elif do == "quiet":
        actions.set_reminder(account, "", "", by)
        messages.info(request, "不再提醒。")
    elif request.method == "POST":
        return forbidden(request)
    return HttpResponseRedirect(reverse("web:reminders")) if do else _page(request, here)


def _remind(request: HttpRequest, here: Here) -> HttpResponse:
    way, address = request.POST.get("way", ""), request.POST.get("address", "").strip()
    wrong: dict[str, tuple[str, ...]] = {}
    if way not in channels.ways():
        wrong["way"] = ("还没有选。选一种，再写地址。",)
    elif fault := channels.fault(way, address):
        wrong["address"] = (fault,)
    if wrong:
        return _page(request, here, way, address, wrong)
    actions.set_reminder(signed_in(request), way, address, hand(request))
    messages.info(request, "设好了。有要办的事才发，一周最多一次。")
    return HttpResponseRedirect(reverse("web:reminders"))


def _page(
    request: HttpRequest, here: Here, way: str = "", address: str = "",
    wrong: dict[str, tuple[str, ...]] | None = None, made: str = "",
) -> HttpResponse:  # fmt: skip
    account, ways = signed_in(request), channels.ways()
    held = queries.reminder(account)
    hints = [f"{ways[name]}写{robot.hint}" for name, robot in channels.ROBOTS.items()]
    hint = "".join(["邮件写邮箱。", *hints] if MAIL in ways else hints)
    return show(
        request, here, "web/desk/reminders.html", "desk", "日历和提醒", 422 if wrong else 200,
        feed=queries.feed(account), made=made, held=held, label=ways.get(held.way, "") if held else "",
        way=sent.select("way", "怎样提醒", way or (held.way if held else ""), ways, wrong or {}),
        address=sent.box("address", "地址", address, wrong or {}, hint=hint),
    )  # fmt: skip
