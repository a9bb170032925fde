"""A few results kept in the process, by what they depend on; nothing here is ever stale, only forgotten."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """A few results by key, the longest unused forgotten first. One for a process; safe between its threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[object, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], Kept]) -> Kept:
        """What was made for this key, made now where it is not held."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        return made
