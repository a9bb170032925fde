"""The code of an invitation: drawn by chance, printed on paper, typed by hand, kept only as a digest."""

import secrets
import unicodedata
from datetime import timedelta
from hashlib import sha256
from typing import Final

VALID: Final = timedelta(days=7)

# 没有 0 O 1 I L：纸上认得清；16 位约 79 比特，猜不出来，所以摘要不必再加盐
_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS: Final = 4


def new_code() -> str:
    """A code, `7K3F-2QXM-…`: four groups of four."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUPS)) for _ in range(_GROUPS))


def digest(code: str) -> str:
    """What is kept of a code, however it was typed: small letters, full width, with or without hyphens."""
    signs = (sign for sign in unicodedata.normalize("NFKC", code).upper() if sign in _SIGNS)
    return sha256("".join(signs).encode("ascii")).hexdigest()
