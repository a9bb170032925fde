"""Signing in and out, the second step, invitations, the password."""

from typing import Any

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.core import ratelimit
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dengxiaming.ground import actions, demo, queries
from dengxiaming.ground.policy import ANYONE, SIGNED_IN
from dengxiaming.ground.terms import DUTIES
from dengxiaming.web.accounts import forms
from dengxiaming.web.accounts.guarded import entrance, guarded, hand, inside, safe_next, signed_in, within
from dengxiaming.web.kit.page import refusal

_LOOPBACK = frozenset({"127.0.0.1", "::1"})


class SignIn(LoginView):
    """用户名和密码. A wrong name and a wrong password get the same answer; axes counts them."""

    form_class = forms.SignIn
    template_name = "web/accounts/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """The form, the city's own sign-in where there is one, and the people of the sample."""
        back = self.get_next_url() or ""
        known = {
            "redirect_field_value": back,
            "single_sign_on": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
            "is_unknown": "unknown" in self.request.GET,
            "has_failed": "failed" in self.request.GET,
            "people": _demo_people() if _is_demo(self.request) else (),
        }
        return {**super().get_context_data(**kwargs), **entrance("登录"), **known}


class SecondStep(AuthenticateView):
    """The code on the telephone, or a recovery code."""

    template_name = "web/accounts/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """The form in its frame."""
        return {**super().get_context_data(**kwargs), **entrance("输入验证码")}


class SureByPassword(ReauthenticateView):
    """The password once more, before the second step is changed."""

    template_name = "web/accounts/sure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """The form in its frame."""
        return {**super().get_context_data(**kwargs), **within(self.request, "再输一次密码"), "by": "password"}


class SureByCode(ReauthenticateByCodeView):
    """The same with a code."""

    template_name = "web/accounts/sure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """The form in its frame."""
        return {**super().get_context_data(**kwargs), **within(self.request, "再输一次验证码"), "by": "code"}


sign_in = guarded(ANYONE)(SignIn.as_view())
sign_out = guarded(ANYONE)(require_POST(LogoutView.as_view()))
second_step = guarded(ANYONE)(SecondStep.as_view())
sure_by_password = guarded(SIGNED_IN)(SureByPassword.as_view())
sure_by_code = guarded(SIGNED_IN)(SureByCode.as_view())


@guarded(ANYONE)
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click in the sample, on this machine alone."""
    username = request.POST.get("username", "")
    account = queries.account(username) if username in {*demo.PEOPLE, *demo.ADMINISTRATORS} else None
    if not _is_demo(request) or account is None:
        return refusal(request, 404, "没有这一页", "地址写错了，或者这一页已经不在。")
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect(safe_next(request))


@guarded(ANYONE)
@sensitive_post_parameters("code", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """接受邀请: the code on paper becomes a password. It is typed, never part of an address: those are logged."""
    form = forms.Invited(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.account is not None:
        code, new = form.cleaned_data["code"], form.cleaned_data["new"]
        if actions.use_invitation(form.account, code, new, hand(request)):
            messages.success(request, "密码设好了。用它登录。")
            return HttpResponseRedirect(reverse("account_login"))
        form.add_error("code", "这张邀请刚刚用过了。")
    status = 422 if form.is_bound else 200
    return render(request, "web/accounts/invitation.html", {**entrance("接受邀请"), "form": form}, status=status)


@guarded(SIGNED_IN)
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """改密码. Sessions opened elsewhere end, this one goes on under a new key."""
    account = signed_in(request)
    if request.method == "POST" and not ratelimit.consume(request, action="change_password", user=account):
        return too_many(request)
    form = forms.Changed(account, request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.change_password(account, form.cleaned_data["new"], hand(request))
        update_session_auth_hash(request, account)
        messages.success(request, "密码改好了。别处的登录都已退出。")
        return HttpResponseRedirect(safe_next(request))
    context = {"form": form, "next": safe_next(request), "is_asked": account.must_change_password}
    return inside(request, "web/accounts/password.html", "改密码", context, 422 if form.is_bound else 200)


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """What axes answers with, whether there is such an account or not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return refusal(
        request, 429, "先等一等再登录", f"在这里用这个用户名连错了{settings.AXES_FAILURE_LIMIT}次，锁{minutes}分钟。",
        "急用，请安全管理员解锁；忘了密码，请系统管理员发一张邀请。",
    )  # fmt: skip


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django 这样叫它
    """429: the same thing asked for too often."""
    return refusal(request, 429, "试得太多了", "短时间内试了太多次，先停一停。", "过几分钟再试。")


def _is_demo(request: HttpRequest) -> bool:
    return bool(settings.DEMO) and request.META.get("REMOTE_ADDR") in _LOOPBACK


def _demo_people() -> list[tuple[str, str, str]]:
    """User name, what they are, name."""
    words = {**demo.PEOPLE, **{name: DUTIES[duty] for name, duty in demo.ADMINISTRATORS.items()}}
    found = {one.username: one.name for one in queries.accounts("demo-")}
    return [(username, word, found[username]) for username, word in words.items() if username in found]
