"""The steps of a disposal, as data in `steps.toml`; what each measure goes through (R7)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from dengxiaming.areas.gatherings import procedure
from dengxiaming.areas.gatherings.procedure import Stage, Stages

_ONLY_CORRECTING = "over"

ENDS: Mapping[str, str] = MappingProxyType({
    "not_carried": "支部大会没有通过", "refused": "上级没有同意", "approved": "已经处置", "mended": "已经改正",
    "not_mended": "没有改正",
})  # fmt: skip
"""How a disposal ends by a step; `Stages.stops` says how it ends otherwise."""


def stages() -> Stages:
    """The shipped course."""
    return procedure.stages("dengxiaming.areas.appraisals.disposals")


def following(measure: str, done: Sequence[str]) -> Stage | None:
    """What comes next for a measure; only 限期改正 has a time that ends."""
    course = [one for one in stages().course if measure == "correct" or one.id != _ONLY_CORRECTING]
    return next((one for one in course if one.id not in done), None)
