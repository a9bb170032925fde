"""The forms of accounts: what is typed, checked, each error a sentence with its remedy."""

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from dengxiaming.ground import clock, queries
from dengxiaming.ground.models import Account
from dengxiaming.ground.terms import tidy_username

_EMPTY = {"required": "这一格还空着。"}


class SignIn(LoginForm):
    """User name and password; the name is compared as it is kept, so that capitals open no second count of failures."""

    def clean_login(self) -> str:
        """The name as it is kept."""
        return tidy_username(self.cleaned_data["login"])


class Passwords(forms.Form):
    """A new password, typed twice."""

    new = forms.CharField(strip=False, max_length=200, error_messages=_EMPTY)
    again = forms.CharField(strip=False, max_length=200, error_messages=_EMPTY)

    def check_new(self, account: Account) -> None:
        """Whether the two are the same, and good enough for this account."""
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "两次输入的不一样。再输一次。")
        elif new:
            try:
                validate_password(new, account)
            except ValidationError as error:
                self.add_error("new", error)


class Invited(Passwords):
    """An invitation: user name, code, and the password that is chosen."""

    username = forms.CharField(max_length=64, error_messages=_EMPTY)
    code = forms.CharField(max_length=64, error_messages=_EMPTY)
    field_order = ("username", "code", "new", "again")
    account: Account | None = None

    def clean(self) -> None:
        """One answer for every reason why an invitation is not good."""
        username, code = self.cleaned_data.get("username"), self.cleaned_data.get("code")
        if not (username and code):
            return
        self.account = queries.invited(username, code, clock.now())
        if self.account is None:
            self.add_error("code", "用户名和邀请码对不上，或者这张邀请用过了、过期了。请找系统管理员再要一张。")
        else:
            self.check_new(self.account)


class Changed(Passwords):
    """Another password, by somebody who knows the old one."""

    old = forms.CharField(strip=False, max_length=200, error_messages=_EMPTY)
    field_order = ("old", "new", "again")

    def __init__(self, account: Account, data: dict[str, str] | None = None) -> None:
        super().__init__(data)
        self.account = account

    def clean(self) -> None:
        """The old one has to be right, and the new one another."""
        old, new = self.cleaned_data.get("old"), self.cleaned_data.get("new")
        if old and not self.account.check_password(old):
            self.add_error("old", "现在的密码不对。")
        elif old and old == new:
            self.add_error("new", "新密码和现在的一样。换一个。")
        else:
            self.check_new(self.account)


class Person(forms.Form):
    """One person's account."""

    member = forms.CharField(max_length=64, error_messages=_EMPTY)
    username = forms.CharField(max_length=64, required=False)
    name = forms.CharField(max_length=100, required=False)
