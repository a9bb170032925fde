"""锁定与重置, of the security administrator: who is locked, who has a second step. Nothing else, and no record."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dengxiaming.ground import actions, queries
from dengxiaming.web.accounts.guarded import guarded, hand, inside, signed_in
from dengxiaming.web.kit.page import refusal

UNLOCK = "account.unlock"


@guarded(UNLOCK)
@require_safe
def locks(request: HttpRequest) -> HttpResponse:
    """The page."""
    text = request.GET.get("q", "").strip()
    context = {"locked": queries.locked(), "text": text, "found": queries.with_factor(text)[:50] if text else ()}
    return inside(request, "web/accounts/locks.html", "锁定与重置", context)


@guarded(UNLOCK)
@require_POST
def unlock(request: HttpRequest, username: str) -> HttpResponse:
    """Forget the wrong passwords."""
    account = queries.account(username)
    if account is None:
        return _missing(request)
    actions.unlock(account, hand(request))
    messages.success(request, f"{account}解锁了。")
    return HttpResponseRedirect(reverse("accounts_locks"))


@guarded(UNLOCK)
@require_POST
def reset(request: HttpRequest, username: str) -> HttpResponse:
    """Take the second step away, when the telephone is lost. Not one's own: that needs the telephone."""
    account = queries.account(username)
    if account is None or account == signed_in(request):
        return _missing(request)
    actions.reset_factors(account, hand(request))
    messages.success(request, f"{account}的第二步去掉了：先只用密码登录，再自己加上。")
    return HttpResponseRedirect(reverse("accounts_locks"))


def _missing(request: HttpRequest) -> HttpResponse:
    return refusal(request, 404, "没有找到", "没有这个账号，或者是您自己的：自己的第二步在“我的账号”里改。")
