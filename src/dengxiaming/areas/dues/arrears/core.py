"""The steps of a case (R6), as data in `steps.toml`."""

from collections.abc import Mapping
from types import MappingProxyType

from dengxiaming.areas.gatherings import procedure
from dengxiaming.areas.gatherings.procedure import Stage, Stages, due_on, vote

__all__ = ["ENDS", "Stage", "due_on", "stages", "vote"]


def stages() -> Stages:
    """The shipped course."""
    return procedure.stages("dengxiaming.areas.dues.arrears")


ENDS: Mapping[str, str] = MappingProxyType(
    {"not_carried": "支部大会没有通过", "approved": "除名", "refused": "上级没有批准"}
)
"""How a case ends by a step; `Stages.stops` says how it ends otherwise."""
