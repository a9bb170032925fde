"""通行密钥: a key of the telephone, the computer or a stick, beside the password or instead of it (WebAuthn).

Browsers give it only to pages over https, or on localhost; elsewhere the pages do not show it (`passkey.js`).
"""

from typing import Any

from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy

from dengxiaming.ground.policy import ANYONE, SIGNED_IN
from dengxiaming.web.accounts.guarded import guarded, safe_next, within

_FAILED = "通行密钥没有认出来。再试一次，或者用密码登录。"


class AddKey(AddWebAuthnView):
    """A name for it, then the browser asks."""

    template_name = "web/accounts/add_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """The form in its frame."""
        return {**super().get_context_data(**kwargs), **within(self.request, "加一把通行密钥")}


class RemoveKey(RemoveWebAuthnView):
    """A question."""

    template_name = "web/accounts/remove_key.html"
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """The key in its frame."""
        held: Authenticator = self.object
        return {**super().get_context_data(**kwargs), **within(self.request, "去掉通行密钥"), "key": held.wrap()}


class SignInByKey(LoginWebAuthnView):
    """Without name and password: the key says who it is."""

    def form_valid(self, form: LoginWebAuthnForm) -> HttpResponse:
        """In, and on to the page that was asked for."""
        key = form.cleaned_data["credential"]
        wanted = Login(user=key.user, redirect_url=safe_next(self.request))
        response: HttpResponse = perform_passwordless_login(self.request, key, wanted)
        return response

    def form_invalid(self, form: LoginWebAuthnForm) -> HttpResponse:
        """Back to the door."""
        messages.error(self.request, _FAILED)
        response: HttpResponse = super().form_invalid(form)
        return response


class SureByKey(ReauthenticateWebAuthnView):
    """The key once more, before the second step is changed."""

    template_name = "web/accounts/sure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """The form in its frame."""
        return {**super().get_context_data(**kwargs), **within(self.request, "再用一次通行密钥"), "by": "key"}

    def form_invalid(self, form: LoginWebAuthnForm) -> HttpResponse:
        """The same page again."""
        del form
        messages.error(self.request, "通行密钥没有认出来。再试一次。")
        return HttpResponseRedirect(self.request.get_full_path())


add = guarded(SIGNED_IN)(AddKey.as_view())
remove = guarded(SIGNED_IN)(RemoveKey.as_view())
sign_in = guarded(ANYONE)(SignInByKey.as_view())
sure = guarded(SIGNED_IN)(SureByKey.as_view())
