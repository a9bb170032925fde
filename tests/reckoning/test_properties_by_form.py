"""Form by form: drawn facts against a definition of a few lines, written here from the contract's sentence."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import groupby
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.cast import Cast
from oracle.clauses import ELEMENTS
from oracle.world import Row

FEW = settings(max_examples=max(20, settings().max_examples // 3))
DAYS = st.dates(date(2023, 11, 1), date(2025, 4, 30))
MONTHS = [(year, month) for year in (2024, 2025) for month in range(1, 13)]


def one_branch(**life: str) -> Cast:
    cast = Cast()
    cast.organization("支部", **life)
    return cast


def quarter(day: date) -> str:
    return f"{day.year}Q{-(-day.month // 3)}"


def done_or_not(done: date | None, due: date, as_of: date) -> str:
    if done:
        return "met" if done <= due else "late"
    return "open" if as_of <= due else "missed"


def by_period(rows: list[Row]) -> dict[str, Row]:
    return {row["period"]: row for row in rows}


@FEW
@given(held=st.lists(DAYS, max_size=8), as_of=DAYS)
def test_recurring_S2_1_counts_the_meetings_of_the_quarter(held: list[date], as_of: date) -> None:
    cast = one_branch()
    for day in held:
        cast.act("members_meeting", "支部", str(day))
    for period, row in by_period(cast.rows("S2-1", str(as_of))).items():
        inside = sorted(day for day in held if quarter(day) == period and day <= as_of)
        first = inside[0] if inside else None
        assert row["counted"] == len(inside)
        assert row["satisfied_on"] == first
        assert row["status"] == done_or_not(first, row["due_on"], as_of)


@FEW
@given(lessons=st.lists(DAYS, max_size=6), as_of=DAYS)
def test_recurring_D3_3_is_satisfied_on_the_day_of_the_second_lesson(lessons: list[date], as_of: date) -> None:
    cast = one_branch()
    cast.member("书记", "支部")
    cast.post("书记", "支部")
    for day in lessons:
        cast.act("lesson", "支部", str(day), actor="书记")
    for period, row in by_period(cast.rows("D3-3", str(as_of))).items():
        inside = sorted(day for day in lessons if str(day.year) == period and day <= as_of)
        assert row["counted"] == len(inside)
        assert row["satisfied_on"] == (inside[1] if len(inside) > 1 else None)


@FEW
@given(life=st.tuples(DAYS, DAYS).filter(lambda two: two[0] < two[1]), records=DAYS, as_of=DAYS)
def test_existence_S6_1_is_counted_day_by_day(life: tuple[date, date], records: date, as_of: date) -> None:
    cast = one_branch(since=str(life[0]), until=str(life[1]), records_from=str(records))

    def in_force(day: date) -> bool:
        seen = min(day, as_of)
        return life[0] <= seen < life[1] and seen >= records

    expected = []
    for year, month in [(2023, 11), (2023, 12), *MONTHS]:
        days = [date(year, month, day + 1) for day in range(monthrange(year, month)[1])]
        if days[0] <= as_of and in_force(days[-1]) and 2 * sum(map(in_force, days)) >= len(days):
            expected.append(f"{year}-{month:02d}")
    assert [row["period"] for row in cast.rows("S6-1", str(as_of))] == expected


@FEW
@given(asked=DAYS, replies=st.lists(st.integers(-3, 40), max_size=4), as_of=DAYS)
def test_response_S10_2_is_the_first_reply_on_or_after_the_day(asked: date, replies: list[int], as_of: date) -> None:
    cast = one_branch()
    opinion = cast.trigger("opinion", str(asked), organization="支部")
    days = [asked + timedelta(days=days) for days in replies]
    for day in days:
        cast.act("reply", "支部", str(day), answers=[opinion])
    row = cast.row("S10-2", "支部", opinion, str(as_of))
    if as_of < asked:
        assert row == {}
        return
    answering = sorted(day for day in days if asked <= day <= as_of)
    first = answering[0] if answering else None
    assert (row["counted"], row["satisfied_on"]) == (len(answering), first)
    assert row["status"] == done_or_not(first, asked + timedelta(days=21), as_of)


@FEW
@given(
    founded=st.dates(date(2020, 1, 1), date(2021, 12, 31)),
    election=st.dates(date(2020, 1, 1), date(2025, 12, 31)),
    extensions=st.lists(st.tuples(st.dates(date(2022, 6, 1), date(2025, 12, 31)), st.integers(-50, 500)), max_size=3),
)
def test_term_S8_1_ends_the_day_before_the_anniversary_or_when_it_was_extended_to(
    founded: date, election: date, extensions: list[tuple[date, int]]
) -> None:
    cast = one_branch(since=str(founded))
    cast.act("election", "支部", str(election))
    for given_on, longer in extensions:
        cast.act("extension", "支部", str(given_on), until=str(given_on + timedelta(days=longer)))
    rows = by_period(cast.rows("S8-1", "2029-12-31"))
    openings = [election] if election <= founded else [founded, election]
    assert sorted(rows) == [f"term-{day}" for day in openings]
    for opening, following in zip(openings, [*openings[1:], date.max], strict=True):
        ends = first_day_after(opening, 3) - timedelta(days=1)
        for given_on, longer in sorted(extensions):
            if opening <= given_on < following and given_on <= ends:
                longest = first_day_after(opening, 4) - timedelta(days=1)
                ends = max(ends, min(given_on + timedelta(days=longer), longest))
        assert rows[f"term-{opening}"]["due_on"] == ends


def first_day_after(opening: date, years: int) -> date:
    if (opening.month, opening.day) == (2, 29) and (opening.year + years) % 4:
        return date(opening.year + years, 3, 1)
    return date(opening.year + years, opening.month, opening.day)


@FEW
@given(paid=st.lists(st.sampled_from(["", "paid", "late", "excused", "part"]), min_size=24, max_size=24), as_of=DAYS)
def test_dues_S7_2_and_streak_S7_3_month_by_month(paid: list[str], as_of: date) -> None:
    cast = one_branch()
    cast.member("党员", "支部", "2024-01-01")
    unpaid = []
    for (year, month), how in zip(MONTHS, paid, strict=True):
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        name = f"{year}-{month:02d}"
        on = last + timedelta(days=20) if how == "late" else last
        if how:
            cast.due(
                "党员", name, None if how == "excused" else str(on), paid=999 if how == "part" else None,
                excuse="困难" if how == "excused" else None,
            )  # fmt: skip
        settled = how == "excused" or (how in {"paid", "late"} and on <= as_of)
        if first <= as_of:
            row = cast.row("S7-2", "党员", name, str(as_of))
            expected = done_or_not(on if settled and how != "excused" else first if settled else None, last, as_of)
            assert (row["status"], row["counted"]) == (expected, int(settled))
        if last < as_of:
            unpaid.append((name, not settled))
    runs = [[name for name, _ in run] for missing, run in groupby(unpaid, key=lambda month: month[1]) if missing]
    expected_runs = {run[5]: len(run) for run in runs if len(run) >= 6}
    assert {row["period"]: row["counted"] for row in cast.rows("S7-3", str(as_of))} == expected_runs


@FEW
@given(held=st.lists(st.booleans(), min_size=8, max_size=8), as_of=st.dates(date(2024, 1, 1), date(2026, 2, 1)))
def test_pattern_S2_7_two_or_more_missed_quarters_in_a_row(held: list[bool], as_of: date) -> None:
    cast = one_branch(since="2024-01-01")
    over = []
    for number, was_held in enumerate(held):
        name = f"{2024 + number // 4}Q{number % 4 + 1}"
        last_month = number % 4 * 3 + 3
        ends = date(2024 + number // 4, last_month, monthrange(2024, last_month)[1])
        if was_held:
            cast.act("members_meeting", "支部", str(ends))
        if ends < as_of:
            over.append((name, was_held))
    runs = [[name for name, _ in run] for was_held, run in groupby(over, key=lambda q: q[1]) if not was_held]
    expected = {f"S2-1:{run[1]}": len(run) for run in runs if len(run) >= 2}
    rows = [row for row in cast.rows("S2-7", str(as_of)) if row["period"].startswith("S2-1")]
    assert {row["period"]: row["counted"] for row in rows} == expected


@FEW
@given(
    elements=st.lists(st.sampled_from(sorted(ELEMENTS)), max_size=25), late=st.integers(-2, 40), seen=st.integers(0, 40)
)
def test_record_S2_8_counts_distinct_elements_from_the_day_of_recording(
    elements: list[str], late: int, seen: int
) -> None:
    cast = one_branch()
    held = date(2025, 3, 1)
    recorded = held + timedelta(days=late)
    act = cast.act("lesson", "支部", str(held), elements=elements, recorded=str(recorded))
    as_of = held + timedelta(days=seen)
    row = cast.row("S2-8", act, act, str(as_of))
    filled = len(set(elements)) if recorded <= as_of else 0
    assert row["counted"] == filled
    assert row["status"] == done_or_not(recorded if filled == 11 else None, held + timedelta(days=15), as_of)
    assert ("backfilled" in row["flags"], "incomplete" in row["flags"]) == (late > 15, len(set(elements)) < 11)


@FEW
@given(full=st.integers(0, 104), probationary=st.integers(0, 3), kinds=st.sets(st.sampled_from(
    ["organ_committee", "general_branch", "branch", "joint_branch", "temporary_branch"])))  # fmt: skip
def test_structure_S1_1_to_S1_4_one_row_a_unit_by_its_full_members(
    full: int, probationary: int, kinds: set[str]
) -> None:
    cast = Cast()
    cast.unit("单位")
    cast.organization("家", "temporary_branch")
    for kind in kinds:
        cast.organization(kind, kind, units=["单位"])
    for number in range(full + probationary):
        cast.member(f"党员{number}", "家", kind="full" if number < full else "probationary", unit="单位")
    rows = [row for n in range(1, 5) for row in cast.rows(f"S1-{n}", "2025-01-01") if row["bearer_id"] == "单位"]
    if full == 0:
        assert rows == []
        return
    rule, covering = next(
        (rule, kinds & wanted)
        for least, rule, wanted in [
            (100, "S1-1", {"organ_committee"}),
            (50, "S1-2", {"general_branch", "organ_committee"}),
            (3, "S1-3", {"branch"}),
            (1, "S1-4", {"joint_branch"}),
        ]
        if full >= least
    )
    assert [(row["rule"], row["counted"], row["evidence"]) for row in rows] == [(rule, len(covering), sorted(covering))]


@FEW
@given(staff=st.integers(1, 5000), workers=st.integers(0, 101))
def test_ratio_L2_1_is_two_percent_rounded_up(staff: int, workers: int) -> None:
    cast = Cast()
    cast.unit("单位", staff=staff, workers=workers)
    row = cast.row("L2-1", "单位", "2025-01-01", "2025-01-01")
    assert row["required"] == max(1, ceil(staff / 50))
    assert row["status"] == ("met" if workers >= row["required"] else "missed")


@FEW
@given(roll=st.lists(st.sampled_from(["present", "absent", "none", -1, 0, 5, 30, 31]), min_size=1, max_size=5),
       seen=st.integers(0, 40))  # fmt: skip
def test_coverage_S6_4_is_satisfied_when_the_last_one_has_made_it_up(roll: list[str | int], seen: int) -> None:
    cast = one_branch()
    held = date(2025, 3, 1)
    act = cast.act("theme_day", "支部", str(held))
    came: list[date] = []
    for number, how in enumerate(roll):
        name = f"党员{number}"
        cast.member(name, "支部")
        if isinstance(how, int):
            made_up = held + timedelta(days=how)
            cast.roll(act, leave={name: str(made_up)})
            came += [made_up] if 0 <= how <= seen else []
        elif how == "present":
            cast.roll(act, present=[name])
            came.append(held)
        elif how == "absent":
            cast.roll(act, absent=[name])
    as_of = held + timedelta(days=seen)
    row = cast.row("S6-4", act, act, str(as_of))
    if all(how == "none" for how in roll):
        assert row == {}
        return
    done = max(came) if len(came) == len(roll) else None
    assert (row["required"], row["counted"], row["satisfied_on"]) == (len(roll), len(came), done)
    assert row["status"] == done_or_not(done, held + timedelta(days=30), as_of)


@FEW
@given(talks=st.lists(st.tuples(st.sampled_from("ABCD"), st.sets(st.sampled_from("ABCD")), DAYS), max_size=6))
def test_coverage_S5_1a_counts_talks_between_the_two(talks: list[tuple[str, set[str], date]]) -> None:
    cast = one_branch()
    for name in "ABCD":
        cast.member(name, "支部")
    for name in "ABC":
        cast.post(name, "支部", "committee_member")
    for actor, toward, on in talks:
        cast.act("talk", "支部", str(on), actor=actor, toward=sorted(toward))
    rows = [row for row in cast.rows("S5-1a", "2025-04-30") if row["period"] == "2024"]
    assert {row["bearer_id"] for row in rows} == {"A->B", "A->C", "B->C"}
    for row in rows:
        one, other = row["bearer_id"].split("->")
        between = [
            (actor, toward)
            for actor, toward, on in talks
            if on.year == 2024 and ((actor == one and other in toward) or (actor == other and one in toward))
        ]
        assert row["counted"] == len(between)
