"""The main acts of the province's year, a column for each kind and period."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl

from dengxiaming.exchange.sample.province_frame import Days, Land, durations, instants, numbered
from dengxiaming.exchange.sample.tables import RECORDED
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.reckoning.facts import TABLES

_LISTS = pl.List(pl.String)
_MONTHS = [Days(date(2025, m, 1), date(2025, m + 1, 1) - timedelta(1)) for m in range(1, 12)]
_MONTHS.append(Days(date(2025, 12, 1), date(2025, 12, 28)))
_QUARTERS = [Days(_MONTHS[n].first, _MONTHS[n + 2].last) for n in range(0, 12, 3)]
_HALVES = [Days(_MONTHS[n].first, _MONTHS[n + 5].last) for n in (0, 6)]
_YEAR = Days(date(2025, 1, 6), date(2025, 12, 20))
_DIRECTIVE = date(2025, 3, 10)


@dataclass
class _Book:
    """Acts written so far, with running ids; one in a hundred is left out."""

    rng: np.random.Generator
    batches: list[pl.DataFrame] = field(default_factory=list)
    count: int = 0

    def write(
        self,
        kinds: list[str],
        who: tuple[pl.Series, pl.Series | None],
        days: Days | pl.Series,
        others: pl.Series | None = None,
        answers: pl.Series | list[str] | None = None,
    ) -> pl.DataFrame:
        """One act for each organisation of `who` (ids and actors); `days` a stretch to draw from, or given."""
        orgs, actors = who
        on = days.draw(self.rng, len(orgs)) if isinstance(days, Days) else days
        filled = list(ELEMENTS) if not RECORDED.isdisjoint(kinds) else []
        delay = durations(self.rng.integers(0, 9, len(orgs)))
        batch = (
            pl.DataFrame({"id": numbered("HD", 8, len(orgs), self.count + 1), "organization_id": orgs, "on": on})
            .with_columns(
                kinds=pl.lit(kinds, dtype=_LISTS),
                actor_id=pl.lit(None, dtype=pl.String) if actors is None else actors,
                counterpart_ids=pl.lit([], dtype=_LISTS) if others is None else others,
                recorded_at=instants(pl.col("on") + delay),
                answers=answers if isinstance(answers, pl.Series) else pl.lit(answers or [], dtype=_LISTS),
                elements=pl.lit(filled, dtype=_LISTS),
                until=pl.lit(None, dtype=pl.Date),
            )
            .filter(pl.Series(self.rng.random(len(orgs)) > 0.01))
            .select(list(TABLES["acts"]))
        )
        self.batches.append(batch)
        self.count += len(orgs)
        return batch


def year_of_acts(rng: np.random.Generator, land: Land) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Acts, the roll of those from above, and triggers: a directive, and ten thousand members honoured."""
    book = _Book(rng)
    branch = (land.ids["branch"], land.members_at(0))
    _gatherings(book, branch)
    life = book.write(["organization_life", "appraisal"], branch, Days(date(2025, 11, 3), date(2025, 12, 20)))
    _talks(book, land)
    _above(book, land)
    _tops(book, land)
    triggers = _triggers(book, land)
    return pl.concat(book.batches, rechunk=False), _observers(life, land), triggers


def _gatherings(book: _Book, branch: tuple[pl.Series, pl.Series]) -> None:
    for number, month in enumerate(_MONTHS):
        kinds = [["theme_day"], ["theme_day", "lesson"], ["theme_day", "members_meeting"]][number % 3]
        if number == 5:
            kinds = [*kinds, "oath_theme"]
        book.write(kinds, branch, month)
        march = number == _DIRECTIVE.month - 1
        days = Days(_DIRECTIVE, month.last) if march else month
        book.write(["committee_meeting"], branch, days, answers=["SX00001"] if march else None)
    for quarter in _QUARTERS:
        book.write(["quarter_plan"], branch, Days(quarter.first, quarter.first + timedelta(25)))
        book.write(["quiz"], branch, quarter)
        book.write(["disclosure"], branch, quarter)
    book.write(["annual_plan"], branch, Days(date(2025, 1, 8), date(2025, 3, 25)))
    book.write(["election"], branch, pl.Series([date(2023, 6, 14)] * len(branch[0])))


def _talks(book: _Book, land: Land) -> None:
    """The secretary with all of the branch, and the rest of each committee among themselves."""
    everybody = land.members.group_by("organization_id", maintain_order=True).agg("id")["id"]
    branches = land.ids["branch"]
    book.write(["talk"], (branches, land.members_at(0)), _YEAR, everybody)
    for place in (1, 2, 3):
        others = pl.DataFrame({str(n): land.members_at(n) for n in range(place + 1, 5)})
        lists = others.select(pl.concat_list(pl.all())).to_series()
        book.write(["talk"], (branches, land.members_at(place)), _YEAR, lists)


def _above(book: _Book, land: Land) -> None:
    group = (land.ids["party_group"], land.first_members(land.size - 1))
    general = (land.ids["general"], land.first_members(10).head(land.with_general))
    for kind, days in (
        ("deployment", Days(date(2025, 1, 8), date(2025, 3, 25))),
        ("hearing", Days(date(2025, 11, 5), date(2025, 12, 25))),
        ("party_group_meeting", Days(_DIRECTIVE, date(2025, 4, 5))),
        ("contact_visit", _YEAR),
        ("lesson", _YEAR),
    ):
        book.write([kind], group, days, answers=["SX00001"] if kind == "party_group_meeting" else None)
    for half in _HALVES:
        book.write(["inspection"], group, half)
        book.write(["lesson_study"], group, half)
        book.write(["inspection"], general, half)
    for quarter in _QUARTERS:
        book.write(["central_group_study"], group, quarter)
        book.write(["general_branch_meeting"], general, quarter)
        book.write(["disclosure"], general, quarter)
    book.write(["organ_members_meeting"], general, _YEAR)
    book.write(["election"], general, pl.Series([date(2023, 6, 14)] * len(general[0])))
    _with_branches(book, land, general, group)
    _cities(book, land)


def _with_branches(
    book: _Book, land: Land, general: tuple[pl.Series, pl.Series], group: tuple[pl.Series, pl.Series]
) -> None:
    """Talks with the branches' secretaries, and their reports; a lone branch reports to its party group."""
    below = (
        pl.DataFrame({"unit": land.unit_of, "branch": land.ids["branch"], "secretary": land.members_at(0)})
        .group_by("unit", maintain_order=True)
        .agg("branch", "secretary")
    )
    under = below.head(land.with_general)
    book.write(["talk"], general, _YEAR, under["secretary"])
    late = Days(date(2025, 11, 10), date(2025, 12, 26))
    book.write(["debriefing"], general, late, under["branch"])
    alone = (group[0].slice(land.with_general), group[1].slice(land.with_general))
    book.write(["debriefing"], alone, late, below["branch"].slice(land.with_general))


def _cities(book: _Book, land: Land) -> None:
    cities: tuple[pl.Series, None] = (land.ids["city"], None)
    for quarter in _QUARTERS:
        book.write(["bulletin", "quarter_supervision"], cities, quarter)
    for half in _HALVES:
        book.write(["half_year_assessment"], cities, half)
    for kind in ("annual_review", "style_poll"):
        book.write([kind], cities, _YEAR)
    secretaries = pl.DataFrame({"city": land.unit_of % (len(cities[0]) - 1), "id": land.members_at(0)})
    classes = secretaries.group_by("city", maintain_order=True).agg("id").sort("city")["id"]
    book.write(["training"], (cities[0].slice(1), None), _YEAR, classes)


def _tops(book: _Book, land: Land) -> None:
    tops = land.tops()
    for month in _MONTHS:
        service = book.write(["community_service"], tops, month)
        filed = service["on"] + durations(book.rng.integers(1, 24, len(service)))
        listed = service.select(pl.concat_list("id")).to_series()
        book.write(["community_filing"], (service["organization_id"], None), filed, answers=listed)
    for kind in ("study_list", "training", "innovation", "fusion_list", "self_check"):
        book.write([kind], tops, _YEAR)


def _triggers(book: _Book, land: Land) -> pl.DataFrame:
    count = 10_000
    chosen = book.rng.choice(len(land.unit_of), count, replace=False)
    people, on = land.members_at(7).gather(chosen), Days(_YEAR.first, date(2025, 11, 20)).draw(book.rng, count)
    ids = numbered("SX", 5, count, 2)
    who = (land.ids["branch"].gather(chosen), land.members_at(0).gather(chosen))
    frame = pl.DataFrame({"id": ids, "member_id": people, "on": on}).with_columns(
        kind=pl.lit("honoured"), organization_id=pl.lit(None, dtype=pl.String)
    )
    lists = frame.select(others=pl.concat_list("member_id"), answers=pl.concat_list("id"))
    met = frame.select(pl.col("on") + pl.duration(days=12)).to_series()
    book.write(["talk"], who, met, lists["others"], lists["answers"])
    directive = pl.DataFrame(
        {"id": ["SX00001"], "kind": ["directive"], "member_id": [None], "organization_id": [None], "on": [_DIRECTIVE]},
        schema=TABLES["triggers"],
    )
    return pl.concat([directive, frame.select(list(TABLES["triggers"]))])


def _observers(life: pl.DataFrame, land: Land) -> pl.DataFrame:
    """The secretary of the next branch sits in."""
    nexts = pl.DataFrame({"organization_id": land.ids["branch"], "member_id": land.members_at(0).shift(-1)})
    return (
        life.join(nexts, on="organization_id", how="left", maintain_order="left")
        .filter(pl.col("member_id").is_not_null())
        .select(act_id="id", member_id="member_id", status=pl.lit("observer"), made_up_on=pl.lit(None, dtype=pl.Date))
    )
