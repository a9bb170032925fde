"""Statistics: bands of R12, what is not known beside what is, and the branches summing to the whole."""

from datetime import date

import pytest
from branch import SECRETARY
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.areas.members.register import statistics
from dengxiaming.areas.members.register.statistics import UNKNOWN, Person

DAY = date(2026, 12, 31)
BORN = st.one_of(st.just(""), st.dates(date(1920, 1, 1), date(2008, 1, 1)).map(str), st.just("1970-03"))
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.sampled_from(["full", "probationary"]), st.sampled_from(["", "male", "female"]),
        BORN, st.sampled_from(["", "大学本科", "中专", "在职研究生", "大专", "自学"]),
    ),
    max_size=60,
).map(lambda rows: [Person(f"M{at}", *row) for at, row in enumerate(rows)])  # fmt: skip


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("1996-01-01", "30岁及以下"), ("1995-12-31", "31—35岁"), ("1991-01-01", "31—35岁"), ("1990-12-31", "36—40岁"),
        ("1985-12-31", "41—45岁"), ("1980-12-31", "46—50岁"), ("1975-12-31", "51—55岁"), ("1970-12-31", "56—60岁"),
        ("1966-01-01", "56—60岁"), ("1965-12-31", "61岁及以上"), ("1965-12", "61岁及以上"), ("", UNKNOWN),
    ],
)  # fmt: skip
def test_r12_bands(born: str, band: str) -> None:
    assert statistics.band(born, DAY) == band


@pytest.mark.parametrize(
    ("text", "level", "college"),
    [
        ("中央党校研究生", "研究生", "大专以上"), ("大学专科", "大学专科", "大专以上"),
        ("大学", "大学本科", "大专以上"), ("中等专科", "中专、高中", "中专以下"), ("中专", "中专、高中", "中专以下"),
        ("小学", "初中及以下", "中专以下"),
        ("", UNKNOWN, UNKNOWN), ("自学", UNKNOWN, UNKNOWN),
    ],
)  # fmt: skip
def test_levels_of_education(text: str, level: str, college: str) -> None:
    assert (statistics.education(text), statistics.college(text)) == (level, college)


@given(PEOPLE)
def test_every_cut_sums_to_the_whole_and_so_do_the_branches(people: list[Person]) -> None:
    whole = statistics.count(people, DAY)
    parts = statistics.by_branch(people, "ABCD", DAY)
    assert whole.total == len(people) == sum(one.total for one in parts.values())
    for cut in statistics.cuts():
        assert sum(whole.of(cut)) == whole.total, cut.title
        assert [sum(column) for column in zip(*(one.of(cut) for one in parts.values()), strict=True)] == [
            *whole.of(cut)
        ]


@pytest.mark.usefixtures("branches")
def test_last_years_table_stays_what_it_was_when_somebody_learns_more() -> None:
    """What was known when the year ended; what nobody had said by then, as it was first said."""
    from held_roster import AT, confirm  # noqa: PLC0415  models exist once Django is set up
    from rosters import person  # noqa: PLC0415  the same

    from dengxiaming.areas.members.models import Member  # noqa: PLC0415  the same
    from dengxiaming.areas.members.register import actions, queries  # noqa: PLC0415  the same

    confirm([person("某N1", 31, "第二支部")])
    who = Member.objects.get(name="某N1").code
    Member.objects.get(code=who).particulars.refresh_from_db()

    def said(day: date) -> tuple[str, str]:
        (found,) = [one for one in queries.counted(["ZB2"], day) if one.member == who]
        return found.education, found.born

    before, last_year, day = said(DAY), DAY, AT.date()
    for years, education in ((1, "在职研究生"), (2, "博士")):
        sent = actions.Sent(SECRETARY, AT.replace(year=AT.year + years))
        actions.correct(who, {"education": education}, "毕业了", sent)
    assert said(last_year) == before == said(day)
    assert said(last_year.replace(year=DAY.year + 1)) == ("在职研究生", before[1])
    assert said(last_year.replace(year=DAY.year + 2)) == ("博士", before[1])
    assert said(date(AT.year + 1, AT.month, AT.day))[0] == "在职研究生", "the day it was told itself counts it"
    other = Member.objects.get(name="某N2").code
    actions.correct(other, {"education": "大专"}, "补登", actions.Sent(SECRETARY, AT.replace(year=AT.year + 1)))
    actions.correct(other, {"education": "本科"}, "毕业", actions.Sent(SECRETARY, AT.replace(year=AT.year + 2)))
    first = next(one for one in queries.counted(["ZB2"], last_year) if one.member == other)
    assert first.education == "大专", "told only later"


@pytest.mark.usefixtures("branches")
def test_a_whole_city_and_its_branches_in_the_same_number_of_queries() -> None:
    from held_roster import confirm  # noqa: PLC0415  models exist once Django is set up
    from rosters import person  # noqa: PLC0415  the same
    from two_branches import TODAY  # noqa: PLC0415  the same

    from dengxiaming.web.register.statistics import found  # noqa: PLC0415  the same

    counts = []
    for many in (1, 3):
        confirm([person(f"某N{n}", 30 + n, "第二支部") for n in range(1, many + 1)])
        with CaptureQueriesContext(connection) as held:
            city = found("GW1", TODAY)
        counts.append(len(held))
        assert city.whole.parts["性别", "男"] == many
        assert city.whole.parts["性别", UNKNOWN] == 12 - many, "没有登记的不是0"
        assert {code: part.total for code, _, part in city.branches} == {"ZB1": 9, "ZB2": 3}
    assert counts[0] == counts[1]
    assert [pair for pair in city.kinds if pair[0] == "支部"] == [("支部", 2)]
    before = found("GW1", date(2019, 1, 1))
    assert (before.whole.total, before.branches) == (0, ()), "那一天还没有支部"
