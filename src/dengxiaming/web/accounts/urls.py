"""The addresses of accounts. The names without a prefix are allauth's own: it looks its pages up by them."""

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path

from dengxiaming.ground.policy import ANYONE
from dengxiaming.web.accounts import audit, factors, guard, keys, manage, own, views
from dengxiaming.web.accounts.guarded import guarded

urlpatterns = [
    path("account/sign-in/", views.sign_in, name="account_login"),
    path("account/sign-in/code/", views.second_step, name="mfa_authenticate"),
    path("account/sign-in/key/", keys.sign_in, name="mfa_login_webauthn"),
    path("account/sign-in/demo/", views.demo_sign_in, name="account_demo"),
    path("account/sign-in/<slug:provider_id>/", guarded(ANYONE)(openid_connect.login), name="openid_connect_login"),
    path(
        "account/sign-in/<slug:provider_id>/back/", guarded(ANYONE)(openid_connect.callback),
        name="openid_connect_callback",
    ),
    path("account/sign-out/", views.sign_out, name="account_logout"),
    path("account/invitation/", views.invitation, name="account_invitation"),
    path("account/", own.own, name="account_own"),
    path("account/password/", views.password, name="account_change_password"),
    path("account/sure/", views.sure_by_password, name="account_reauthenticate"),
    path("account/sure/code/", views.sure_by_code, name="mfa_reauthenticate"),
    path("account/sure/key/", keys.sure, name="mfa_reauthenticate_webauthn"),
    path("account/steps/", factors.index, name="mfa_index"),
    path("account/steps/app/", factors.add_app, name="mfa_activate_totp"),
    path("account/steps/app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("account/steps/key/", keys.add, name="mfa_add_webauthn"),
    path("account/steps/key/<int:pk>/remove/", keys.remove, name="mfa_remove_webauthn"),
    path("account/steps/recovery-codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/steps/recovery-codes/new/", factors.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("accounts/", manage.index, name="accounts"),
    path("accounts/new/", manage.new, name="accounts_new"),
    path("accounts/roster/", manage.bulk, name="accounts_bulk"),
    path("accounts/locks/", guard.locks, name="accounts_locks"),
    path("accounts/log/", audit.log, name="accounts_log"),
    path("accounts/of/<id:username>/", manage.one, name="accounts_one"),
    path("accounts/of/<id:username>/invitation/", manage.invite, name="accounts_invite"),
    path("accounts/of/<id:username>/change/", manage.change, name="accounts_change"),
    path("accounts/of/<id:username>/unlock/", guard.unlock, name="accounts_unlock"),
    path("accounts/of/<id:username>/second-step/", guard.reset, name="accounts_reset"),
]  # fmt: skip
