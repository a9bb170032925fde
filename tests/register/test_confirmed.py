"""A roster against the register: exactly the difference, all of it or nothing, sealed, and nothing to be read."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from held_roster import AT, SENT, confirm, differ, entries, read
from rosters import number, person, telephone
from two_branches import TODAY

from dengxiaming.areas.members.models import Member, Stay
from dengxiaming.areas.members.register import actions, queries
from dengxiaming.areas.members.register.difference import Change
from dengxiaming.areas.members.register.models import Particulars, Roster
from dengxiaming.chain.note import PublicKey
from dengxiaming.duties.actions import IMPORTED
from dengxiaming.ground.models import Grant
from dengxiaming.journal import keys
from dengxiaming.journal.actions import verb
from dengxiaming.journal.actor import SYSTEM
from dengxiaming.journal.models import Entry, Seal
from dengxiaming.journal.verifying import verify

pytestmark = pytest.mark.usefixtures("branches")
ROWS = [person(f"某M{n}", n, 党小组="第一小组" if n in {7, 8} else "") for n in range(1, 9)]


@pytest.fixture(autouse=True)
def sealed(branches: None) -> None:  # noqa: ARG001  the tables
    """What was there before is an import."""
    with verb("facts.load", SYSTEM, AT) as work:
        work.seal_import(dict.fromkeys(IMPORTED), replaces=True)


def sound() -> bool:
    return not list(verify(PublicKey.read(keys.key().vkey)))


def test_those_who_are_held_get_their_particulars_and_nobody_else_is_touched() -> None:
    shown = confirm(ROWS)
    assert (len(shown.new), len(shown.changed), shown.moved) == (0, 8, ())
    assert [one.member for one in shown.missing] == ["M9"], "不在表里的，列出来，不动"
    assert Member.objects.count() == 13
    assert Particulars.objects.count() == 8
    assert Stay.objects.filter(until__isnull=True).count() == 12
    assert Roster.objects.get().changed == 8
    held = queries.held(["M1"])["M1"]
    assert (held["identity"], held["phone"], held["born"]) == (number(1), telephone(1), "1980-05-06")
    assert Seal.objects.filter(kind="roster").exists()


def test_read_again_nothing_differs() -> None:
    confirm(ROWS)
    again = differ(entries(ROWS))
    assert not again.is_anything
    assert again.same == 8


def test_exactly_what_changed_is_shown_and_written() -> None:
    confirm(ROWS)
    rows = [dict(row) for row in ROWS]
    rows[0] |= {"学历": "研究生", "联系电话": telephone(77)}
    rows[1] |= {"学历": "", "联系电话": "", "出生日期": "1980-05", "入党日期": "2004-07"}
    rows.append(person("新来的", 50, 人员类别="预备党员", 转正日期=""))
    shown = confirm(rows)
    assert [one.entry.name for one in shown.new] == ["新来的"]
    assert [(one.member, one.changes) for one in shown.changed] == [
        ("M1", (Change("education", "大学本科", "研究生"), Change("phone", telephone(1), telephone(77))))
    ]
    assert queries.held(["M2"])["M2"]["education"] == "大学本科", "空着的格子不动原来的"
    assert queries.held(["M2"])["M2"]["joined"] == "2004-07-01"
    new = Member.objects.get(name="新来的")
    stay = Stay.objects.get(member=new)
    assert (stay.organization.code, stay.kind, stay.since) == ("ZB1", "probationary", TODAY)
    assert Grant.objects.filter(member_code=new.code, role="member", organization_code="ZB1").exists()
    assert sound()
    assert Entry.objects.count() == 3, "一次确认是一条存证"


def test_who_stands_in_another_branch_is_shown_and_not_moved() -> None:
    confirm(ROWS)
    shown = confirm([*ROWS[1:], person("某M1", 1, "第二支部", 学历="研究生")])
    assert [(one.member, one.origin, one.target) for one in shown.moved] == [("M1", "ZB1", "ZB2")]
    assert Stay.objects.get(member__code="M1").organization.code == "ZB1"
    assert queries.held(["M1"])["M1"]["education"] == "大学本科"
    outside = differ(entries([person("某M1", 1, "第二支部")], "ZB2"), "ZB2")
    assert [(one.origin, one.is_out_of_reach) for one in outside.moved] == [("", True)], "够不着的支部不说是哪个"


def test_confirmed_on_a_day_parts_the_stay_there() -> None:
    confirm([*ROWS, person("某M9", 9, 转正日期="2026-11-01")])
    stays = list(Stay.objects.filter(member__code="M9").order_by("since"))
    assert [(one.kind, one.since, one.until) for one in stays] == [
        ("probationary", date(2020, 1, 1), date(2026, 11, 1)), ("full", date(2026, 11, 1), None),
    ]  # fmt: skip
    assert sound()


def test_of_the_same_name_the_number_tells_apart() -> None:
    confirm(ROWS)
    shown = differ(entries([*ROWS, person("某M1", 60)]))
    assert [one.entry.name for one in shown.new] == ["某M1"]
    assert "同名" in shown.new[0].remark


def test_two_rows_for_one_member_are_refused() -> None:
    confirm(ROWS)
    from dengxiaming.areas.members.register import difference, reading  # noqa: PLC0415  only here

    people = entries(ROWS)
    double = reading.Entry("表", 99, {**people[0].values, "identity": number(61), "code": "M1"}, "ZB1")
    shown = differ([*people, double])
    assert [one.row for one in difference.findings(shown, TODAY)] == [99]
    with pytest.raises(actions.Otherwise):
        actions.confirm("JG1", [*people, double], ["ZB1"], actions.mark(shown), SENT)


def test_somebody_new_of_whom_the_kind_is_not_said_is_a_defect() -> None:
    from dengxiaming.areas.members.register import difference  # noqa: PLC0415  only here

    shown = differ(entries([person("新来的", 50, 人员类别="", 转正日期="")]))
    assert ["人员类别" in one.message for one in difference.findings(shown, TODAY)] == [True]


def test_what_is_said_has_to_agree_with_what_is_held() -> None:
    from dengxiaming.areas.members.register import difference  # noqa: PLC0415  only here

    confirm(ROWS)
    without = {"公民身份号码": "", "出生日期": "1981-05-06", "性别": "女"}
    found = difference.findings(
        differ(entries([ROWS[0] | without | {"转正日期": "2003-01-01", "入党日期": ""}])), TODAY
    )
    assert {one.column for one in found} == {"出生日期", "性别", "转正日期"}
    assert all(one.row == 3 and "名册里登记的" in one.message for one in found)


def test_what_was_shown_is_what_is_applied() -> None:
    confirm(ROWS)
    rows = [ROWS[0] | {"学历": "研究生"}, *ROWS[1:]]
    people = entries(rows)
    shown = actions.mark(differ(people))
    actions.correct("M1", {"education": "博士"}, "证书在这里", SENT)
    before = Entry.objects.count()
    with pytest.raises(actions.Otherwise):
        actions.confirm("JG1", people, ["ZB1"], shown, SENT)
    assert Entry.objects.count() == before
    assert queries.held(["M1"])["M1"]["education"] == "博士"


def test_only_the_chosen_branches() -> None:
    shown = confirm([*ROWS, person("某N1", 31, "第二支部")], branches=["ZB2"])
    assert len(shown.changed) == 9
    assert list(Particulars.objects.values_list("code", flat=True)) == ["N1"]


def test_more_than_one_entry_holds_is_confirmed_in_turns() -> None:
    many = [person(f"人{n}", 100 + n) for n in range(120)]
    confirm(many)
    said = [row | {"学历": "研究生", "党小组": "第一小组" if n % 2 else ""} for n, row in enumerate(many)]
    lengths = []
    while len(differ(entries(said)).changed):
        confirm(said)
        lengths.append(len(bytes(Entry.objects.order_by("-index")[0].body)))
    assert 3 <= len(lengths) <= 4
    assert max(lengths) <= 65535
    assert sound()


def test_a_correction_is_a_version_and_a_number_belongs_to_one() -> None:
    confirm(ROWS)
    actions.correct("M1", {"work": "科长", "phone": ""}, "提拔了", SENT)
    held = queries.held(["M1"])["M1"]
    assert (held["work"], held["phone"], held["identity"]) == ("科长", "", number(1))
    with pytest.raises(actions.Taken):
        actions.correct("M2", {"identity": number(1)}, "抄错", SENT)
    actions.correct("M9", {"born": "1990-01"}, "第一次登记", SENT)
    assert sound()
    assert Seal.objects.get(kind="particulars", code="M1").reason == "提拔了"


def test_the_same_number_of_queries_for_one_and_for_three() -> None:
    counts = []
    for turn, many in enumerate((1, 1, 3)):
        rows = [person(f"新{turn}{n}", 100 + 10 * turn + n) for n in range(many)]
        people = entries(rows)
        shown = actions.mark(differ(people))
        with CaptureQueriesContext(connection) as held:
            actions.confirm("JG1", people, ["ZB1"], shown, SENT)
        counts.append(len(held))
    assert counts[1] == counts[2], "第一次还要把全部任务判一遍"


def test_nobody_reads_a_number_in_the_database_or_the_journal() -> None:
    """Every text of every table, as the file holds it: the number and the telephone stand nowhere."""
    confirm(ROWS)
    actions.correct("M1", {"identity": number(90), "phone": telephone(90)}, "换了号", SENT)
    secrets = [number(n) for n in (1, 2, 90)] + [telephone(n) for n in (1, 2, 90)]
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  our own tables
            for row in cursor.fetchall():
                for value in row:
                    text = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    found += [table for one in secrets if one.encode() in text or one.encode().hex().encode() in text]
    assert found == []
    assert b"particulars" in b"".join(bytes(one.body) for one in Entry.objects.all())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite 的文件就是一串字节；PostgreSQL 照上面逐行看")
def test_the_raw_file_of_the_database_holds_no_number() -> None:
    """The bytes of the database as a thief has them, and a name beside it to show that they can be read."""
    confirm(ROWS)
    actions.correct("M1", {"identity": number(90), "phone": telephone(90), "work": "看得见的岗位"}, "换了号", SENT)
    with connection.cursor() as cursor:
        held = cursor.connection.serialize()
    assert held.startswith(b"SQLite format 3")
    assert "看得见的岗位".encode() in held
    for secret in (number(1), number(90), telephone(1), telephone(90)):
        assert secret.encode() not in held


def test_it_opens_only_where_it_was_written() -> None:
    from dengxiaming.ground import cipher  # noqa: PLC0415  only here

    confirm(ROWS)
    one, other = (Particulars.objects.get(code=code) for code in ("M1", "M2"))
    assert cipher.reveal(bytes(one.identity), queries.about("M1", "identity")) == number(1)
    with pytest.raises(cipher.NotReadable):
        cipher.reveal(bytes(one.identity), queries.about(other.code, "identity"))
    assert one.index != other.index
    assert (Path(settings.DATA) / "cipher.key").exists()


def test_bad_rows_change_nothing() -> None:
    bad = read([person("某M1", 1, 公民身份号码=number(1)[:-1] + "@"), *ROWS[1:]])
    assert bad.defects
    assert not Particulars.objects.exists()
