"""两步验证: a code from the telephone beside the password; recovery codes for the day it is lost."""

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView

from dengxiaming.ground.policy import SIGNED_IN
from dengxiaming.web.accounts import qr
from dengxiaming.web.accounts.guarded import guarded, within


class Factors(IndexView):
    """What there is."""

    template_name = "web/accounts/factors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """Telephone and codes."""
        found = super().get_context_data(**kwargs)
        codes = found["authenticators"].get("recovery_codes")
        return {
            **found,
            **within(self.request, "两步验证"),
            "has_app": "totp" in found["authenticators"],
            "keys": found["authenticators"].get("webauthn", ()),
            "left": len(codes.get_unused_codes()) if codes else 0,
        }


class AddApp(ActivateTOTPView):
    """A QR code for the telephone, and the first code back."""

    template_name = "web/accounts/add_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """The secret, to be scanned or typed in groups of four."""
        found = super().get_context_data(**kwargs)
        secret = found["form"].secret
        groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return {**found, **within(self.request, "用手机验证器"), "code": qr.drawn(found["totp_url"]), "groups": groups}


class RemoveApp(DeactivateTOTPView):
    """The password alone again."""

    template_name = "web/accounts/remove_app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """A question."""
        return {**super().get_context_data(**kwargs), **within(self.request, "不用两步验证")}


class RecoveryCodes(ViewRecoveryCodesView):
    """The codes, to be printed or written down."""

    template_name = "web/accounts/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """Those not used yet."""
        return {**super().get_context_data(**kwargs), **within(self.request, "恢复码")}


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """Ten new ones; the old ones are void."""

    template_name = "web/accounts/new_recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django 的签名
        """A question."""
        return {**super().get_context_data(**kwargs), **within(self.request, "换一组恢复码")}


index = guarded(SIGNED_IN)(Factors.as_view())
add_app = guarded(SIGNED_IN)(AddApp.as_view())
remove_app = guarded(SIGNED_IN)(RemoveApp.as_view())
recovery_codes = guarded(SIGNED_IN)(RecoveryCodes.as_view())
new_recovery_codes = guarded(SIGNED_IN)(NewRecoveryCodes.as_view())
