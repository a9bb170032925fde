"""A site over the two branches of tests/gatherings/branch.py: people signed in, and forms as a browser fills them in.

M1 secretary of ZB1, M2 of its committee, M8 and M9 plain members; N1 secretary of ZB2 beside it; M4 secretary of JG1
above both; G1 of the city's committee; nobody is somebody with an account and no post at all.
"""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from branch import SINCE, build
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from dengxiaming.areas.members import core, queries
from dengxiaming.areas.members.models import Member, Post
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import actions, clock
from dengxiaming.ground.actions import Hand, Wanted
from dengxiaming.ground.models import Account

TODAY = date(2026, 11, 26)
PEOPLE = ("M1", "M2", "M4", "M5", "M8", "M9", "N1", "N2", "G1")
NOBODY = "X9"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def build_site() -> None:
    """The branches, everybody's roles by their posts, an account for each of `PEOPLE`, one for somebody without any
    post, one for an administrator.
    """
    build()
    officer = Member.objects.create(code="G1", name="某G1")
    place = Organization.objects.get(code="GW1")
    Post.objects.create(code="ZW90", member=officer, organization=place, post="committee_member", since=SINCE)
    actions.replace_grants(core.grants(queries.spans()))
    wanted = [Wanted(code.lower(), f"某{code}", code, "person") for code in (*PEOPLE, NOBODY)]
    actions.create_accounts([*wanted, Wanted("admin", "管机器的", "", "system_admin")], Hand(clock.now()))


def signed_in(username: str) -> Client:
    """A browser in which somebody is signed in; on a stopped day, so the session is made by hand."""
    account = Account.objects.get(username=username.lower())
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.pk), BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["signed_in_at"] = session["seen_at"] = int(clock.now().timestamp())
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


class Page(HTMLParser):
    """A page as a browser has it: the fields of its forms, ids, links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.ids, self.links = html, set[str](), list[str]()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self.buttons: list[tuple[str, str]] = []
        self._select = self._area = ""
        self._chosen: str | None = None
        self._text = ""
        self.feed(html)

    @property
    def words(self) -> str:
        """What a reader reads: no tags, no blanks."""
        return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", self.html)))

    @property
    def summary(self) -> list[str]:
        """The targets of the links in the summary of errors."""
        found = re.search(r'<div class="alert".*?</div>', self.html, re.DOTALL)
        return re.findall(r'href="#([^"]+)"', found[0]) if found else []

    def form(self, action: str) -> list[tuple[str, str]]:
        """The fields of the form that leads to an address, as they stand."""
        return next(fields for to, fields in self.forms if to.partition("?")[0] == action)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a browser would send."""
        held = {name: value or "" for name, value in attrs}
        if "id" in held:
            self.ids.add(held["id"])
        if tag == "a" and "href" in held:
            self.links.append(held["href"])
        if tag == "form":
            self.forms.append((held.get("action", ""), []))
        if tag == "button":
            self.buttons.append((held.get("name", ""), held.get("value", "")))
        is_sent = held.get("type") not in {"checkbox", "radio"} or "checked" in held
        if tag == "input" and self.forms and "name" in held and is_sent:
            self.forms[-1][1].append((held["name"], held.get("value", "on")))
        if tag == "select":
            self._select, self._chosen = held.get("name", ""), None
        if tag == "option" and self._select and ("selected" in held or self._chosen is None):
            self._chosen = held.get("value", "")
        if tag == "textarea":
            self._area, self._text = held.get("name", ""), ""

    def handle_data(self, data: str) -> None:
        """The text of an area."""
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Fields that end."""
        if tag == "select" and self._select:
            self.forms[-1][1].append((self._select, self._chosen or ""))
            self._select = ""
        if tag == "textarea" and self._area:
            self.forms[-1][1].append((self._area, self._text.removeprefix("\n")))
            self._area = ""


def page(client: Client, address: str, status: int = 200) -> Page:
    """A page that opens."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return Page(answer.content.decode())


def send(client: Client, address: str, fields: list[tuple[str, str]] | Mapping[str, Any]) -> Any:  # noqa: ANN401  the answer of Django's test client
    """Send a form as a browser does."""
    pairs = list(fields.items()) if isinstance(fields, Mapping) else fields
    return client.post(address, urlencode(pairs, doseq=True), content_type="application/x-www-form-urlencoded")


def changed(fields: list[tuple[str, str]], change: Mapping[str, str]) -> list[tuple[str, str]]:
    """A form's fields with some typed anew; a hidden empty one before a tick stays before it."""
    rest = [(name, value) for name, value in fields if name not in change]
    return [*rest, *change.items()]
