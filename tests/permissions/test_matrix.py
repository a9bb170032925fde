"""Every address of the site as every kind of person against objects of every organisation: who gets in, and whether
anything stands on the page that is out of reach.
"""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

if TYPE_CHECKING:
    from planted_city import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted", "today")]
MARK: Final = re.compile(r"暗号(.)(GW01|DZ01|DZ02|ZZ01|ZB00[125]|XZ001)")
PRESSED: Final = {"do": "confirm", "kind": "honoured", "token": "K1", "on": "2026-11-20"}
"""What a button sends where a page is only a button's."""
BASES: Final = {"7100.01": "ZB001", "7200.02": "ZB002", "7500.05": "ZB005"}
"""What people earn (`planted_dues.py`), by branch: a figure on a page is a mark too."""
VOTES: Final = {"ZB001": 61001, "ZB002": 62002, "ZB005": 65005}
"""How a measure came out for somebody (`planted_appraisals.py`), read likewise."""
SEEN_APART: Final = {
    "calendar": "日历订阅：下面单独试",
    "register-roster": "看送来的名册，要有一小时内的口令：tests/register 单独试",
    "register-marked": "同上",
}


OF_BRANCHES: Final = frozenset({
    "member-particulars", "member-whole", "member-correct",
    "member", "member-raise", "member-withdraw", "member-returned", "member-transfer", "transfer-new",
    "course-new", "course-go-on", "course-take-on", "dues-member",
    "dues-receipt", "dues-reduction-withdraw", "arrears-case", "arrears-step", "arrears-approve", "arrears-paper",
    "appraisal", "appraisal-do", "appraisal-mine", "appraisal-kept", "appraisal-mine-form", "appraisal-results",
    "appraisal-opinion", "appraisal-form",
    "appraisal-unqualified", "disposal-begin", "disposal", "disposal-step", "disposal-approve",
})  # fmt: skip
"""Pages that only a branch has."""


@dataclass(frozen=True)
class Asked:
    """One address, and whose object it names ("" for nobody's)."""

    page: str
    address: str
    organization: str = ""


def patterns() -> list[URLPattern]:
    """Every pattern of the site."""
    found: list[URLPattern] = []
    for resolver in get_resolver().url_patterns:
        found += getattr(resolver, "url_patterns", [resolver])
    return found


def name_of(pattern: URLPattern) -> str:
    return str(pattern.name)


OF_A_GROUP: Final = frozenset({
    "organization", "notice", "notice-paper", "records-of", "record", "record-do", "record-correct", "record-paper",
    "quarter-paper", "book-paper", "record-new", "record-draft", "record-saved", "record-code", "record-discard",
})  # fmt: skip
"""Pages that a party group has."""
PRINTED: Final = "ZB005"
"""The organisation whose papers are asked for as PDF (it has every paper, and few readers); the others' as docx, of
the same blocks.
"""


def of(organization: str, kind: str) -> dict[str, dict[str, Any]]:
    """The pages of one organisation's objects, and the words of their addresses."""
    draft = {"organization": organization, "code": f"CG-{organization}"}
    record = {"act": f"HY-{organization}"}
    here = {"organization": organization}
    member = {"code": f"DY-{organization}"}
    ballot = {"code": f"TP-{organization}"}
    case = {"code": f"QJ-{organization}"}
    election = {"code": f"XJ-{organization}"}
    appraisal, disposal = {"code": f"MP-{organization}"}, {"code": f"CZ-{organization}"}
    appraised = {**appraisal, "member": f"DY-{organization}"}
    plan, asked = {"code": f"FA-{organization}"}, {"code": f"QS-{organization}"}
    return {
        "organization": {"code": organization}, "notice": {"code": f"TZ-{organization}"},
        "notice-paper": {"code": f"TZ-{organization}", "kind": "docx"}, "records-of": here, "record": record,
        "record-do": record, "record-correct": record,
        "record-paper": {**record, "name": "minute_page", "kind": "docx"},
        "quarter-paper": {**here, "kind": "docx"}, "book-paper": {**here, "kind": "docx"}, "record-new": here,
        "record-draft": draft, "record-saved": draft, "record-code": draft, "record-discard": draft,
        "ballots-of": here, "ballot-new": here,
        "ballot": ballot, "ballot-tell": ballot, "ballot-status": ballot, "ballot-result": ballot,
        "development-of": here, "course-new": here, "course-go-on": here,
        "course": {"code": f"FZ-{organization}"}, "course-do": {"code": f"FZ-{organization}"},
        "course-take-on": {"code": f"FZ-{organization}-2"},
        "course-paper": {"code": f"FZ-{organization}", "name": "talk", "kind": "docx"},
        "register-of": here, "register-import": here, "statistics-of": here, "statistics-export": here,
        "member-particulars": member, "member-whole": member, "member-correct": member,
        "transfers-of": here, "transfer-new": here, "member-transfer": member, "member-returned": member,
        "transfer": {**here, "code": f"ZJ-{organization}"}, "transfer-do": {**here, "code": f"ZJ-{organization}"},
        "transfer-letter": {**here, "code": f"ZJ-{organization}", "kind": "docx"},
        "record-here": {"code": f"CG-{organization}"}, "member": member, "member-raise": member, "members-of": here,
        "talk-new": here, "talks-of": here, "talk": {"code": f"TH-{organization}"}, "acts-of": here, "deploy": here,
        "contact": here, "act-withdraw": {"code": f"SJ-{organization}"},
        "talk-withdraw": {"code": f"TH-{organization}"}, "member-withdraw": member,
        "room": here, "act-new": {**here, "kind": kind}, "act": {"code": f"SJ-{organization}"},
        **dict.fromkeys((
            "structure-of", "structure-plans", "structure-places", "structure-ask", "structure-groups",
        ), here),
        "structure-plan": plan, "structure-plan-do": plan,
        **dict.fromkeys(("structure-request", "structure-request-do", "structure-decide"), asked),
        "structure-paper": {**asked, "name": "reply", "kind": "docx"},
        **dict.fromkeys((
            "dues-of", "dues-assess", "dues-collect", "dues-pay", "dues-correct", "dues-close", "dues-reductions",
            "dues-year", "dues-published", "dues-mine", "arrears-of", "arrears-open", "arrears-waiting",
        ), here),
        "dues-book": {**here, "kind": "xlsx"}, "dues-receipt": {"code": f"SJ-{organization}-1"}, "dues-member": member,
        "dues-reduction-withdraw": {**here, "code": f"JM-{organization}"},
        **dict.fromkeys((
            "elections-of", "election-new", "term-remind", "extension-ask", "post-vacate", "post-appoint",
            "voting-rights",
        ), here),
        **dict.fromkeys((
            "election", "election-edit", "election-do", "election-decide", "election-meeting",
        ), election),
        "election-count": {**election, "number": 1}, "extension-answer": {"code": f"YQ-{organization}"},
        "election-paper": {**election, "name": "request", "kind": "docx"},
        "arrears-case": case, "arrears-step": case, "arrears-approve": case,
        "arrears-paper": {"code": f"QJ-{organization}", "name": "request", "kind": "docx"},
        **dict.fromkeys(("appraisal", "appraisal-do", "appraisal-mine", "appraisal-kept"), appraisal),
        "appraisal-mine-form": {**appraisal, "kind": "docx"}, "disposal-begin": {"trigger": f"暗号映{organization}-2"},
        "appraisals-of": here, "disposals-waiting": here, "appraisal-results": {**appraisal, "kind": "xlsx"},
        **dict.fromkeys(("appraisal-opinion", "appraisal-unqualified"), appraised),
        "appraisal-form": {**appraised, "kind": "docx"},
        **dict.fromkeys(("disposal", "disposal-step", "disposal-approve"), disposal),
    }  # fmt: skip


def questions() -> Iterator[Asked]:
    """Every address to try."""
    from second_definition import BRANCHES, GROUP, PARENT  # noqa: PLC0415  同上

    from dengxiaming.areas.affairs.forms import for_organization  # noqa: PLC0415  Django 先要备好
    from dengxiaming.areas.affairs.terms import SENSITIVE_KINDS  # noqa: PLC0415  同上
    from dengxiaming.areas.organs.models import Organization  # noqa: PLC0415  同上

    for organization in (*PARENT, GROUP):
        held = Organization.objects.get(code=organization).kind
        kind = next((form.kind for form in for_organization(held) if form.kind not in SENSITIVE_KINDS), "")
        pages = of(organization, kind)
        has = OF_A_GROUP if organization == GROUP else set(pages) - (set() if organization in BRANCHES else OF_BRANCHES)
        for page, words in pages.items():
            if page not in has:
                continue
            if organization == PRINTED and words.get("kind") == "docx":
                words = {**words, "kind": "pdf"}  # noqa: PLW2901  同一份，另一种格式
            yield Asked(page, reverse(f"web:{page}", kwargs=words), organization)
    yield from remarks()
    for page, token in uploads().items():
        yield Asked(page, reverse(f"web:{page}", kwargs={"token": token}))
    words = {"clause": {"name": "S6-1"}, "problem": {"name": "P6"}, "law-item": {"slug": "3-2-6"}}
    for page in (
        "home", "desk", "reminders", "city", "city-export", "organizations", "law", "clause", "problem", "law-item",
        "records", "matters", "ballots", "duties", "facts", "template",
    ):  # fmt: skip
        yield Asked(page, reverse(f"web:{page}", kwargs=words.get(page, {})))
    yield Asked("head-paper", reverse("web:head-paper", kwargs={"kind": "docx"}))
    for address in (
        "/organizations/?q=暗号", "/organizations/?q=ZB", "/duties/?rule=S5-2", "/duties/?rule=S7-1",
        *(f"/duties/?organization={one}" for one in PARENT), "/duties/?rule=S2-1&as_of=2026-08-01", "/law/3-2-5/",
    ):  # fmt: skip
        yield Asked("duties", address)
    for page in ("accounts", "accounts_new", "accounts_bulk", "accounts_locks", "accounts_log"):
        yield Asked(page, reverse(page))
    for page in ("accounts_one", "accounts_invite", "accounts_change", "accounts_unlock", "accounts_reset"):
        yield Asked(page, reverse(page, kwargs={"username": "plain"}))


def remarks() -> Iterator[Asked]:
    """Words on something each leading organisation missed, as it stands on its own desk."""
    from second_definition import PEOPLE  # noqa: PLC0415  同上

    from dengxiaming.duties.queries import View  # noqa: PLC0415  同上
    from dengxiaming.ground import clock  # noqa: PLC0415  同上
    from dengxiaming.ground.models import Account  # noqa: PLC0415  同上
    from dengxiaming.ground.queries import reader_of  # noqa: PLC0415  同上
    from dengxiaming.web.desk.board import desk  # noqa: PLC0415  同上

    for person in PEOPLE:
        account = Account.objects.get(username=person.name)
        if person.name not in {"secretary", "neighbour", "stranger", "general", "party_group", "officer"}:
            continue
        past = desk(reader_of(account, clock.today()), View(clock.today())).past
        lines = [row.bundle.line for day in past for row in day.rows if not row.sensitive and row.bundle.line]
        own = [one for one in lines if (one.bearer_kind, one.bearer_id) == ("organization", person.at)]
        for one in own[:1]:
            words = {"rule": one.rule, "bearer": one.bearer_id, "period": one.period}
            yield Asked("remark", reverse("web:remark", kwargs=words), person.at)


@cache
def uploads() -> dict[str, str]:
    """Tokens of an upload that was refused, and of one that was loaded."""
    from dengxiaming.exchange import write_template  # noqa: PLC0415  同上
    from dengxiaming.web.facts import kept  # noqa: PLC0415  同上

    folder = kept.new_folder()
    write_template(folder / "facts.xlsx")
    note = {"name": "facts.xlsx", "source": "facts.xlsx", "left_out": [], "recorded_at": "", "records_from": ""}
    token = kept.keep(folder, {**note, "how": "add", "rows": {}, "judged": 0, "seconds": 0, "skipped": 0}, ())
    return dict.fromkeys(("refused", "marked", "loaded"), token)


def text(answer: Any) -> str:  # noqa: ANN401  Django 的测试客户端没有给类型
    """What is written in an answer, whatever it is."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
        return re.sub(r"<[^>]+>", "", content.decode("utf-8", "ignore"))
    if content[:4] == b"%PDF":
        read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
        return re.sub(r"\s", "", read.stdout.decode())
    return unquote(content.decode("utf-8", "ignore").replace("\r\n ", ""))


_only_pressed: set[str] = set()
"""Pages that are only a button's, once they said so."""


def ask(client: "Visitor", page: str, address: str) -> tuple[bool, int, set[tuple[str, str]]]:
    """Whether an address opens, how it answered, which marks stand in the answer. Nothing it does is kept."""
    with transaction.atomic():
        answer = None if page in _only_pressed else client.get(address)
        if answer is None or answer.status_code == 405:
            _only_pressed.add(page)
            pressed = PRESSED | {"do": "enable"} if address.startswith("/accounts/") else dict(PRESSED)
            pressed["trigger"] = f"暗号映{address.split('/')[2].removeprefix('DY-')}"
            answer = client.post(address, pressed)
        said = text(answer)
        client.put_away(answer)
        transaction.set_rollback(True)
    is_shut = answer.status_code in {403, 404} or answer.headers.get("Location", "").startswith("/account/sign-in/")
    earned = {("基", where) for figure, where in BASES.items() if figure in said.replace(",", "")}
    voted = {("数", where) for where, count in VOTES.items() if str(count) in said}
    return not is_shut, answer.status_code, set(MARK.findall(said)) | earned | voted


def wrong(asked: list[Asked], *names: str) -> list[str]:
    """Where the site and the second definition differ, as sentences; for some people, or all."""
    from planted_city import signed_in  # noqa: PLC0415  Django 先要备好
    from second_definition import PEOPLE, may_see, opens  # noqa: PLC0415  同上

    found = []
    for person in PEOPLE:
        if names and person.name not in names:
            continue
        client = signed_in(person)
        for one in asked:
            is_open, status, marks = ask(client, one.page, one.address)
            if status >= 500:
                found.append(f"{person.name} {one.address}：{status}")
            if is_open != opens(person, one.page, one.organization):
                found.append(f"{person.name} {one.address}：{'打开了' if is_open else '打不开'}（{status}）")
            found += [
                f"{person.name} {one.address}：看见了 {organization} 的“{mark}”"
                for mark, organization in sorted(marks)
                if not may_see(person, mark, organization)
            ]
    return found


def test_every_address_says_whose_it_is() -> None:
    held = [one for one in patterns() if not hasattr(one.callback, "policy")]
    assert not held, "这些地址没有写对谁开放"
    assert len(patterns()) > 60


def test_every_address_is_tried() -> None:
    tried = {one.page for one in questions()} | set(SEEN_APART)
    own = {name_of(one) for one in patterns() if one.callback.policy in {"anyone", "signed_in"}}
    assert {name_of(one) for one in patterns()} - own - tried == set()


def test_nobody_signed_in_sees_nothing() -> None:
    nobody = Client(raise_request_exception=False)
    for one in questions():
        answer = nobody.get(one.address)
        is_turned = answer.headers.get("Location", "").startswith("/account/sign-in/")
        assert is_turned or answer.status_code == 405, one.address


@pytest.mark.one_database
def test_the_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    from second_definition import PEOPLE  # noqa: PLC0415  Django 先要备好

    asked = list(questions())
    found = wrong(asked)
    with capsys.disabled():
        print(f"\n权限：{len(asked)} 个地址 × {len(PEOPLE)} 个人，{len(found)} 处不对")
    assert found == []


def test_what_may_be_seen_is_seen() -> None:
    """The marks are there to be seen: a matrix over empty pages would prove nothing."""
    from planted_city import signed_in  # noqa: PLC0415  Django 先要备好
    from second_definition import PEOPLE  # noqa: PLC0415  同上

    client = signed_in(PEOPLE[0])
    for address, mark in (
        ("/records/ZB001/", "会"), ("/records/act/HY-ZB001/", "会"), ("/records/ZB001/draft/CG-ZB001/", "草"),
        ("/structure/ZB001/", "请"),
        ("/notices/TZ-ZB001/", "知"), ("/talks/of/ZB001/", "谈"), ("/acts/of/ZB001/", "纪"), ("/acts/SJ-ZB001/", "事"),
        ("/members/DY-ZB001/particulars/", "登"),
        ("/members/DY-ZB001/", "映"), ("/duties/?organization=ZB001&rule=S5-2", "映"),
        ("/duties/?organization=ZB001&rule=S4-5", "映"),
        ("/appraisals/MP-ZB001/members/DY-ZB001/", "自"), ("/appraisals/MP-ZB001/members/DY-ZB001/", "数"),
        ("/appraisals/MP-ZB001/members/DY-ZB001/", "意"), ("/appraisals/MP-ZB001/results.xlsx", "数"),
        ("/disposals/CZ-ZB001/", "申"),
        ("/dues/of/ZB001/assess/", "基"), ("/dues/members/DY-ZB001/", "基"), ("/dues/of/ZB001/", "费"),
        ("/dues/of/ZB001/reductions/", "免"), ("/dues/of/ZB001/published/", "布"), ("/dues/cases/QJ-ZB001/", "欠"),
    ):  # fmt: skip
        assert (mark, "ZB001") in ask(client, "", address)[2], address


def test_a_planted_leak_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    from dengxiaming.ground import policy  # noqa: PLC0415  Django 先要备好

    leaky = {**policy.table(), "gathering.read": {"member": policy.ANY}}
    monkeypatch.setattr(policy, "table", lambda: leaky)
    asked = [one for one in questions() if one.page == "record"]
    assert any("看见了 ZB005 的“会”" in line for line in wrong(asked, "plain"))
    # 印成 PDF 的也读得出来
    printed = [one for one in questions() if one.page == "record-paper" and one.organization == PRINTED]
    assert [one.address.rpartition(".")[2] for one in printed] == ["pdf"]
    assert any("看见了 ZB005 的“会”" in line for line in wrong(printed, "plain"))


def test_the_calendar_holds_ones_own() -> None:
    from planted_city import signed_in  # noqa: PLC0415  Django 先要备好
    from second_definition import PEOPLE, may_see  # noqa: PLC0415  同上

    from dengxiaming.ground import actions, clock  # noqa: PLC0415  同上
    from dengxiaming.ground.models import Account  # noqa: PLC0415  同上

    for person in PEOPLE:
        if not person.member:
            continue
        token = actions.make_feed(Account.objects.get(username=person.name), actions.Hand(clock.now()))
        answer = Client().get(f"/calendar/{token}.ics")
        assert answer.status_code == 200
        assert text(answer).startswith("BEGIN:VCALENDAR")
        assert all(may_see(person, *mark) for mark in MARK.findall(text(answer))), person.name
    assert Client().get("/calendar/nobody.ics").status_code == 404
    assert signed_in(PEOPLE[0]).get("/calendar/nobody.ics").status_code == 404
