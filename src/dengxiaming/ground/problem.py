"""What is wrong with a field of a small form. A reading gives all of them at once; nothing typed is lost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong, in which field, and the remedy."""

    field: str
    sentence: str
