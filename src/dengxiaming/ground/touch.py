"""How a verb tells what it touched to rooms that stand above it and that it may not know.

The order inside a verb: records, then `report` (verdicts), then the journal; all in one transaction, so a hook that
fails takes the verb with it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Touched:
    """The organisations whose duties may stand differently now, by code; `everything` for an upload or a directive.

    They are those of the act, of the counterparts, of what was answered, and every organisation where a member
    concerned has a stay or a post, before the verb or after it. `kinds` are those of the records written; none: not
    told.
    """

    organizations: frozenset[str] = field(default_factory=frozenset)
    everything: bool = False
    kinds: frozenset[str] = field(default_factory=frozenset)


EVERYTHING: Final = Touched(everything=True)

_hooks: list[Callable[[Touched], None]] = []


def on_touched(hook: Callable[[Touched], None]) -> None:
    """Ask to be told; once for each hook, at start."""
    if hook not in _hooks:
        _hooks.append(hook)


def report(touched: Touched) -> None:
    """Tell everybody who asked."""
    for hook in _hooks:
        hook(touched)
