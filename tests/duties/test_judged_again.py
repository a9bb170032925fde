"""After any change the rows judged again are, with those left alone, the rows a judging of everything gives."""

from datetime import date
from random import Random

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.duties import actions
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.nearby import Nearby
from dengxiaming.duties.source import is_current
from dengxiaming.duties.view import View
from dengxiaming.ground import frames
from dengxiaming.reckoning import VERDICT
from duties.changes import change
from duties.conftest import Site

TODAY = date(2025, 11, 20)
PATHS = {"scope": "judging__scope", "judged": "judging__as_of", "home": "organization__code", "of_unit": "unit__code"}
CHANGES = 8


def everything() -> pl.DataFrame:
    """Every stored row, with where it stands, in one order."""
    columns = {name: (name, pl.String() if isinstance(d, pl.List) else d) for name, d in VERDICT.items()}
    columns |= {"sensitive": ("sensitive", pl.Boolean())}
    columns |= {name: (path, pl.Date() if name == "judged" else pl.String()) for name, path in PATHS.items()}
    found = frames.read(Verdict.objects.all(), columns)
    return found.sort("scope", "judged", "rule", "bearer_kind", "bearer_id", "period", "opens_on")


@pytest.mark.parametrize(("name", "seed"), [("first", 0), ("second", 0), *(("messy", seed) for seed in range(8))])
def test_judging_again_near_by_is_judging_everything(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str, seed: int
) -> None:
    monkeypatch.setattr(Nearby, "is_most", False)  # these sets are small: much of them is touched each time
    site(messy(seed) if name == "messy" else worked(name), TODAY)
    random = Random(f"{name} {seed}")
    done = []
    for _ in range(CHANGES):
        done.append(change(random, TODAY))
        assert is_current(View(TODAY))
        again = everything()
        actions.judge_all(TODAY)
        whole = everything()
        differing = pl.concat(
            [
                again.join(whole, on=whole.columns, how="anti", nulls_equal=True),
                whole.join(again, on=whole.columns, how="anti", nulls_equal=True),
            ]
        )
        assert differing.is_empty(), (done[-1], differing)
