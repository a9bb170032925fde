"""A city's night: what one in a hundred organisations changed is judged again, the day becomes the next one, and beside
both the judging of everything. `python -m benchmarks.night night city|tenfold` → JSON. Everything is taken back.
"""

import json
import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.db.models import Max

from benchmarks import sets, site
from benchmarks.child import cpu, peak_mib
from dengxiaming.areas.affairs.models import Act
from dengxiaming.areas.organs.models import Organization
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.duties import actions
from dengxiaming.duties.models import Verdict
from dengxiaming.ground import clock, frames, touch

SHARE: Final = 100
"""One in so many organisations changes something on a day."""
_TEXT: Final = pl.String()
_TOLD: Final = {name: (name, _TEXT) for name in ("rule", "bearer_kind", "bearer_id", "period", "status", "evidence")}


def measured(work: Callable[[], object]) -> dict[str, float]:
    """Wall and CPU seconds of one go."""
    wall, used = time.perf_counter(), cpu()
    work()
    return {"wall": time.perf_counter() - wall, "cpu": cpu() - used}


def rows() -> pl.DataFrame:
    """What the store holds, in one order."""
    table = _TOLD | {"judged": ("judging__as_of", pl.Date()), "counted": ("counted", pl.Int64())}
    return frames.read(Verdict.objects.order_by(), table).sort("judged", *list(_TOLD)[:4])


def check() -> None:
    """Judging everything gives the rows that stand, or there is no figure."""
    before = rows()
    actions.judge_all(clock.today())
    if not before.equals(rows()):
        raise SystemExit("只判碰到的，与全部重判不同：没有计时。")


def changed(organizations: list[str]) -> None:
    """The latest act of each is taken back, in one go as after a day."""
    last = Act.objects.filter(organization__code__in=organizations).values("organization").annotate(last=Max("pk"))
    Act.objects.filter(pk__in=[one["last"] for one in last]).update(withdrawn_at=clock.now())
    touch.report(touch.Touched(frozenset(organizations), kinds=frozenset({"act"})))


def taken_back(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is done inside leaves no trace."""
    with transaction.atomic():
        found = work()
        transaction.set_rollback(True)
    return found


def after_changes(chosen: list[str]) -> dict[str, Any]:
    """So many organisations at once."""
    found = measured(lambda: changed(chosen))
    check()
    return found | {"organizations": len(chosen)}


def next_day() -> dict[str, Any]:
    """The day becomes the next one."""
    tomorrow = clock.today() + timedelta(days=1)
    with clock.stopped_at(tomorrow):
        found = measured(lambda: actions.tick(tomorrow))
        check()
    return found


def main() -> dict[str, Any]:
    """Every figure."""
    held = site.prepare()
    branches = list(Organization.objects.filter(kind__in=BRANCHES).order_by("code").values_list("code", flat=True))
    chosen = random.Random(sets.SEED).sample(branches, max(1, held["organizations"] // SHARE))
    everything = taken_back(lambda: measured(lambda: actions.judge_all(clock.today())))
    return {
        **held,
        "all": everything,
        "changed": taken_back(lambda: after_changes(chosen)),
        "one": taken_back(lambda: after_changes(chosen[:1])),
        "day": taken_back(next_day),
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    print(json.dumps(main()))
