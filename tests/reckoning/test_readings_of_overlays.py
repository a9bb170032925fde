"""Where the rulings on overlays leave a gap: the readings of docs/readings.md that need a changed rulebook."""

from dataclasses import replace
from datetime import date

from dengxiaming.law.model import Exemption, Number, Rulebook, Value
from dengxiaming.reckoning import evaluate
from oracle.cast import Cast, branch_of_nine, rulebook
from oracle.reading import frames
from oracle.world import Row

MAY = date(2025, 5, 1)


def judged(cast: Cast, book: Rulebook, rule: str, as_of: str) -> list[Row]:
    return evaluate(frames(cast.tables), book, date.fromisoformat(as_of), rules=[rule]).to_dicts()


def changed(rule: str, name: str, value: int) -> Rulebook:
    """One number of a rule changed from 1 May 2025 on."""
    clause = rulebook().rules[rule]
    (duty,) = clause.duties
    number = duty.numbers[name]
    longer = Number(name, (*number.values, Value(value, MAY, "文", "例")))
    mended = replace(clause, duties=(replace(duty, numbers={**duty.numbers, name: longer}),))
    return replace(rulebook(), rules={**rulebook().rules, rule: mended})


def test_reading_23_an_exempt_branch_covers_the_duties_of_its_members() -> None:
    cast = branch_of_nine()
    cast.organization("二支部")
    cast.member("冯十", "二支部")
    cast.due("冯十", "2025-02", "2025-02-20")
    exempt = Exemption("S7-2", "二支部", date(2025, 1, 1), MAY, "市工委", "例")
    book = replace(rulebook(), exemptions=(exempt,))
    rows = judged(cast, book, "S7-2", "2025-06-15")
    waived = [row for row in rows if row["status"] == "waived"]
    assert [(row["bearer_id"], row["period"]) for row in waived] == [
        ("冯十", f"2025-{month:02d}") for month in range(1, 5)
    ]
    # 交了的也是免除，只列没有办到的，也要列出它
    left = evaluate(frames(cast.tables), book, date(2025, 6, 15), rules=["S7-2"], unmet=True).to_dicts()
    assert [row for row in left if row["status"] == "waived"] == waived


def test_reading_24_the_years_in_force_on_the_due_day_decide_the_term() -> None:
    cast = Cast()
    cast.organization("一支部", since="2022-03-01")
    cast.organization("二支部", since="2022-06-01")
    book = changed("S8-1", "other_years", 4)
    due = {row["bearer_id"]: str(row["due_on"]) for row in judged(cast, book, "S8-1", "2026-05-31")}
    assert due == {"一支部": "2025-02-28", "二支部": "2026-05-31"}


def test_reading_25_a_run_is_counted_by_the_number_in_force_when_it_began() -> None:
    cast = Cast()
    cast.organization("一支部", since="2025-03-01")
    cast.member("早", "一支部", "2025-03-01")
    cast.member("晚", "一支部", "2025-06-01")
    book = changed("S7-3", "months", 3)
    rows = judged(cast, book, "S7-3", "2025-10-15")
    assert [(row["bearer_id"], row["period"], row["required"]) for row in rows] == [
        ("早", "2025-08", 6),
        ("晚", "2025-08", 3),
    ]
