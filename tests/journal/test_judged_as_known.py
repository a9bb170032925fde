"""What is over is judged again from the facts as known then, to the row: whatever was corrected, taken back, moved or
told late since, in the site's own reading and by `dengxiaming evaluate --known-by` on an export of it.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import branch
import polars as pl
import pytest
import small_city
from click.testing import CliRunner

from dengxiaming.areas.affairs import actions as affairs
from dengxiaming.areas.affairs.core import Read as ShortForm
from dengxiaming.areas.affairs.models import Act
from dengxiaming.areas.dues import actions as dues
from dengxiaming.areas.gatherings import actions as gatherings
from dengxiaming.areas.gatherings.models import Holder
from dengxiaming.areas.members import actions as members
from dengxiaming.areas.members.models import Post
from dengxiaming.areas.members.transfers import actions as transfers
from dengxiaming.areas.organs.models import Coverage, Organization
from dengxiaming.areas.structure.models import Request
from dengxiaming.areas.structure.requests import actions as requests
from dengxiaming.areas.talks import actions as talks
from dengxiaming.areas.talks.models import Talk
from dengxiaming.cli.program import program
from dengxiaming.duties import actions, edition, facts, judge
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.view import View
from dengxiaming.exchange.write import write_facts
from dengxiaming.ground import clock
from dengxiaming.journal.actions import verb
from dengxiaming.journal.actor import SYSTEM

pytestmark = pytest.mark.django_db
DAY, AT = branch.DAY, branch.AT
BEFORE, LATER = AT - timedelta(days=1), AT + timedelta(days=40)
ORDER = ("period", "rule", "bearer_kind", "bearer_id", "opens_on", "due_on")


def stored() -> pl.DataFrame:
    """Every row of the store."""
    return actions._stored(Verdict.objects.all()).drop("pk").sort(ORDER)


def again(day: date, known_by: datetime | None) -> pl.DataFrame:
    """What the store would hold on a day, judged now from the facts as known then."""
    held, book, view = facts.whole(known_by), edition.rulebook(), View(day, known_by)
    daily = judge.judged(held, book, view)
    ends = [quarter.last for quarter in judge.quarters(daily, day)]
    return actions._written(pl.concat([daily, judge.on_days(held, book, ends, known_by)])).sort(ORDER)


def on(day: date, work: Callable[[], None]) -> pl.DataFrame:
    """Work done on a day, and the rows of that day when it is done."""
    with small_city.unheard(), clock.stopped_at(day):
        work()
    actions.judge_all(day)
    return stored()


def told_later() -> None:
    """Corrections, withdrawals and late entries: of every table of the facts, imported rows too."""
    by, sent = branch.SECRETARY, transfers.Sent(branch.SECRETARY, LATER)
    gatherings.withdraw(
        Holder.objects.filter(organization__code="ZB2").latest("pk").act, "不是那天", branch.OTHER, LATER
    )
    talks.withdraw(Talk.objects.get().code, "没有谈成", by, LATER)
    affairs.withdraw(Act.objects.get(kinds__kind="visit").code, "没有走访", by, LATER)
    late = ShortForm("visit", DAY - timedelta(60), "M1", "走访", "补记", ("M5",), ())
    affairs.record(late, "ZB1", by, LATER)
    members.raise_trigger(members.Happened("job_change", DAY - timedelta(50), "M3", note="早就调了"), by, LATER)
    members.withdraw_trigger("E2", "没有这事", by, LATER)
    members.release(Post.objects.get(code="ZW0").code, DAY - timedelta(40), by, LATER)
    members.appoint("M2", "ZB1", "secretary", DAY - timedelta(39), "election", by, LATER)
    dues.pay("ZB1", [dues.Taken("M2", DAY, {date(2026, 10, 1): 100})], by, LATER)
    requests.enforce(Request.objects.get().code, DAY, sent)
    with verb("test.backdated", SYSTEM, LATER) as work:
        branch_ = Organization.objects.get(code="ZB1")
        branch_.records_from, branch_.party_day = date(2026, 10, 1), 10
        branch_.save()
        Coverage.objects.filter(organization=branch_).delete()
        work.seal("organization", "ZB1")
        work.touch_everything()


def test_as_known_then_the_rows_are_those_stored_then(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(small_city, "AT", BEFORE)
        imported = on(DAY, small_city.imported)
    signed = on(DAY, small_city.written)
    later = on(LATER.date(), told_later)
    assert not imported.equals(signed)
    assert not again(DAY, None).equals(signed), "nothing that was told later matters: the test shows nothing"
    for then, known_by in ((imported, BEFORE), (signed, AT + timedelta(hours=1)), (later, None)):
        day = LATER.date() if known_by is None else DAY
        rows = again(day, known_by)
        differing = pl.concat([rows.join(then, on=then.columns, how="anti", nulls_equal=True),
                               then.join(rows, on=then.columns, how="anti", nulls_equal=True)])  # fmt: skip
        assert differing.is_empty(), (known_by, differing.rows(named=True)[:5])
    exported_says_the_same(signed, AT + timedelta(hours=1), tmp_path)


def exported_says_the_same(then: pl.DataFrame, known_by: datetime, folder: Path) -> None:
    """The facts as known then, written out and judged by the command (the small city has words no rule knows)."""
    write_facts(facts.whole(known_by), folder / "facts", fmt="csv")
    words = ["evaluate", str(folder / "facts"), "--as-of", str(DAY), "--known-by", known_by.isoformat()]
    ran = CliRunner().invoke(program, [*words, "--skip-bad", "--upcoming", "-o", str(folder / "rows.parquet")])
    assert ran.exit_code in (0, 1), ran.output
    rows = pl.read_parquet(folder / "rows.parquet")
    plain = ["rule", "bearer_kind", "bearer_id", "period", "opens_on", "due_on", "required", "counted", "status"]
    of_day = ~pl.col("rule").is_in(edition.dated_duties(edition.rulebook())) | (pl.col("period") == str(DAY))
    assert rows.select(plain).sort(plain).equals(then.filter(of_day).select(plain).sort(plain))
