"""Codes for new records: short enough to say over the telephone, drawn by chance so that they tell nothing of how many
there are (design.md, "One id for life").
"""

import secrets
from typing import Final

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 7


def new_code(prefix: str) -> str:
    """A new code, `G7K3F2Q`: the prefix says what it is. 2·10¹⁰ codes a prefix; a table's unique column decides."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
