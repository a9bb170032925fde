"""The small sample with a marked object of every kind in organisations above, below, beside and elsewhere, written by
hand beside the verbs, and an account for everybody of the second definition.

A mark is 暗号, one character for its kind, and the organisation's code: on whatever page it stands, one sees whose.
"""

import json
from copy import copy
from datetime import UTC, date, datetime, time
from typing import Final

import planted_appraisals
import planted_ballots
import planted_dues
import planted_elections
import planted_structure
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http import HttpRequest, HttpResponseBase
from django.test import RequestFactory
from second_definition import BRANCHES, GROUP, ITS_BRANCH, PARENT, PEOPLE, Person

from dengxiaming.areas.affairs.models import Act, ActKind, Answer
from dengxiaming.areas.gatherings.drafts import Draft
from dengxiaming.areas.gatherings.models import Gathering, Holder, Item, Notice, Roll
from dengxiaming.areas.members.development.models import Applicant, Milestone
from dengxiaming.areas.members.models import Member, Stay, Trigger
from dengxiaming.areas.members.register.models import Particulars
from dengxiaming.areas.members.transfers.models import Step, Transfer
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.talks import actions as talks
from dengxiaming.areas.talks.models import Talk, With
from dengxiaming.duties import actions
from dengxiaming.ground import actions as ground
from dengxiaming.ground import clock
from dengxiaming.ground.actions import Hand, Wanted
from dengxiaming.ground.grants import Granted
from dengxiaming.ground.models import Account
from dengxiaming.journal.actor import Actor

TODAY: Final = date(2026, 11, 24)
SINCE: Final = date(2024, 3, 1)
ON: Final = date(2026, 10, 20)
AT: Final = datetime(2026, 10, 20, 9, tzinfo=UTC)
DRAFT: Final = '{{"kinds":["lesson"],"on":"2026-11-20","theme":"暗号草{0}","by_code":"1","chair":"DY-{0}",\
"recorder":"DY-{0}","holders":{{"{0}":{{"roll":{{}},"observers":""}}}},"items":[{{"title":"暗号草{0}"}}]}}'


def build() -> None:
    """Everything; then every duty judged, so that sensitive triggers have theirs in the store."""
    actions.load_sample(1, "small")
    for code in PARENT:
        plant(Organization.objects.get(code=code))
    above = Organization.objects.get(code=ITS_BRANCH)
    group = Organization.objects.create(code=GROUP, name="某组", kind="group", parent=above, established_on=SINCE)
    plant_meeting(group, Member.objects.create(code=f"DY-{GROUP}", name="某组员"), "group_meeting")
    for person in PEOPLE:
        enrol(person)
    for code in PARENT:
        planted_ballots.plant(Organization.objects.get(code=code))
        if code in BRANCHES:
            planted_appraisals.plant(Organization.objects.get(code=code))
        planted_elections.plant(Organization.objects.get(code=code))
    with transaction.atomic():
        actions.judge_all(TODAY)


def enrol(person: Person) -> None:
    """An account, with exactly the roles of the person."""
    if person.member:
        member = Member.objects.create(code=person.member, name=f"某{person.member}")
        roles = [(person.post, person.at)] if person.post else []
        if person.branch:
            branch = Organization.objects.get(code=person.branch)
            Stay.objects.create(member=member, kind="full", organization=branch, since=SINCE)
            roles.append(("member", person.branch))
        ground.set_grants(person.member, [Granted(person.member, role, at, SINCE) for role, at in roles])
    duty = "person" if person.member else person.post
    ground.create_account(Wanted(person.name, f"某{person.name}", person.member, duty), Hand(clock.now()))


def plant(where: Organization) -> None:
    """One marked object of every kind in an organisation."""
    code = where.code
    who = Member.objects.create(code=f"DY-{code}", name=f"某{code}")
    if code in BRANCHES:
        Stay.objects.create(member=who, kind="full", organization=where, since=SINCE)
    plant_meeting(where, who, "lesson")
    plant_talk(where, who)
    plant_transfer(where, who)
    planted_structure.plant(where, who)
    Particulars.objects.create(code=who.code, member=who, work=f"暗号登{code}", recorded_at=AT)
    course = Applicant.objects.create(code=f"FZ-{code}", name=f"暗号展{code}", organization=where, opened_at=AT)
    Milestone.objects.create(applicant=course, step="apply", on=ON, at=AT, by=who)
    # 别处转来、等这个支部接收的一个人
    other = Organization.objects.get(code="ZB002" if code == "ZB001" else "ZB001")
    coming = Applicant.objects.create(code=f"FZ-{code}-2", name="转来的人", organization=other, opened_at=AT)
    to = json.dumps({"place": code, "name": str(where)})
    Milestone.objects.create(applicant=coming, step="handed", on=ON, at=AT, by=who, given=to)
    plant_act(where, who, f"SJ-{code}", "online_branch", f"暗号事{code}")
    lead = Trigger.objects.create(
        code=f"暗号映{code}", kind="complaint", member=who, organization=None, on=date(2026, 10, 2),
        note=f"暗号映{code}", raised_at=AT,
    )  # fmt: skip
    if code in BRANCHES:
        planted_dues.plant(where, who)
    report = plant_act(where, who, f"JL-{code}", "violation_report", f"暗号纪{code}")
    Answer.objects.create(act=report, trigger=lead)


def plant_meeting(where: Organization, who: Member, kind: str) -> None:
    """A record, a draft, a notice."""
    code = where.code
    meeting = Gathering.objects.create(
        code=f"G-{code}", kinds=kind, theme=f"暗号会{code}", on=ON, starts=time(9), ends=time(10),
        place=f"暗号会{code}", chair=who,
    )  # fmt: skip
    holder = Holder.objects.create(
        gathering=meeting, organization=where, act=f"HY-{code}", recorder=who, recorded_at=AT
    )
    Roll.objects.create(holder=holder, member=who, status="present")
    Item.objects.create(gathering=meeting, position=0, title=f"暗号会{code}", speeches=f"暗号会{code}")
    Draft.objects.create(
        code=f"CG-{code}", organization=where, on=date(2026, 11, 20), content=DRAFT.format(code), saved_at=AT,
        saved_by=who,
    )  # fmt: skip
    Notice.objects.create(
        code=f"TZ-{code}", organization=where, kinds="lesson", theme=f"暗号知{code}", on=date(2026, 11, 28),
        place=f"暗号知{code}", issued_at=AT, issued_by=who,
    )  # fmt: skip


def plant_transfer(where: Organization, who: Member) -> None:
    """A transfer beyond the city that the branch has consented to."""
    held = Transfer.objects.create(
        code=f"ZJ-{where.code}", member=who, name=who.name, kind="full", origin=where, outside=f"暗号转{where.code}",
        reason=f"暗号转{where.code}", asked_at=AT,
    )  # fmt: skip
    for step in ("ask", "release"):
        Step.objects.create(transfer=held, step=step, on=ON, at=AT, by=who)


def plant_talk(where: Organization, who: Member) -> None:
    """A talk held by two others, with a note of what was said."""
    other = Member.objects.create(code=f"DX-{where.code}", name=f"另{where.code}")
    if where.code in BRANCHES:
        Stay.objects.create(member=other, kind="full", organization=where, since=SINCE)
    talk = Talk.objects.create(
        code=f"TH-{where.code}", organization=where, actor=who, on=ON, form="individual",
        reason=f"暗号谈{where.code}", recorded_at=AT, recorded_by=who,
    )  # fmt: skip
    With.objects.create(talk=talk, member=other)
    talks.write_note(talk.code, f"暗号密{where.code}", Actor("a" * 32, who.code), AT)


def plant_act(where: Organization, who: Member, code: str, kind: str, text: str) -> Act:
    """One record of a short form."""
    act = Act.objects.create(
        code=code, organization=where, actor=who, on=ON, recorded_at=AT, title=text, text=text, recorded_by=who
    )
    ActKind.objects.create(act=act, kind=kind)
    return act


class Visitor:
    """A person's browser: like the test client, but it copies no template's words and raises nothing. Who it is, is not
    asked of the database for each page anew; what they may is.
    """

    def __init__(self, account: Account, session: str) -> None:
        self.account, self.requests, self.site = account, RequestFactory(), BaseHandler()
        self.requests.cookies[settings.SESSION_COOKIE_NAME] = session
        self.site.load_middleware()

    def get(self, address: str) -> HttpResponseBase:
        """Open an address."""
        return self._answer(self.requests.get(address))

    def post(self, address: str, fields: dict[str, str]) -> HttpResponseBase:
        """Press a button."""
        return self._answer(self.requests.post(address, fields))

    @staticmethod
    def put_away(answer: HttpResponseBase) -> None:
        """Close an answer and what it reads from; the connection stays, as in the test client."""
        request_finished.disconnect(close_old_connections)
        answer.close()
        request_finished.connect(close_old_connections)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        request.__dict__["_cached_user"] = copy(self.account)
        return self.site.get_response(request)


def signed_in(person: Person) -> Visitor:
    """A browser of a person's; on a stopped day, so the session is made by hand."""
    account = Account.objects.get(username=person.name)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["signed_in_at"] = session["seen_at"] = int(clock.now().timestamp())
    session.save()
    return Visitor(account, str(session.session_key))
