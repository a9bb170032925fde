"""What the journal keeps of a field: a salted digest, from which the text can be forgotten.

HMAC-SHA-256 (RFC 2104) with 32 random bytes of the field's own as key. Where text and salt are deleted the digest says
nothing any more: an unsalted hash of an identity number is tried out in minutes (shared/trust.md A, "Erasure").
"""

import hmac
from typing import Final

from dengxiaming.chain.canonical import Json, canonical

SALT_BYTES: Final = 32


def field_digest(salt: bytes, field: str, value: Json) -> str:
    """The digest of one field, as hex. The field's name is under it: a value cannot pass for that of another field."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"盐要{SALT_BYTES}个随机字节，给了{len(salt)}个。")
    return hmac.digest(salt, canonical([field, value]), "sha256").hex()
