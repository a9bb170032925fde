"""The second root, by SM3 (GB/T 32905-2016), where a city asks for it (DXM_SECOND_ROOT).

Computed from the entries when it is asked for, and never stored. It stands beside the SHA-256 root on paper, for those
who must not rely on SHA-256; proofs and signatures are those of the SHA-256 tree.
"""

from collections.abc import Iterable

from django.conf import settings

from dengxiaming.chain import tree
from dengxiaming.journal.models import Entry


def root(size: int) -> str:
    """The second root over the first `size` entries, as hex; "" where none is asked for."""
    if settings.SECOND_ROOT != "sm3":
        return ""
    bodies = Entry.objects.filter(index__lt=size).order_by("index").values_list("body", flat=True)
    return over(bytes(body) for body in bodies.iterator())


def over(bodies: Iterable[bytes]) -> str:
    """The second root over these entries, as hex."""
    return tree.second_root(bodies, "sm3").hex()
