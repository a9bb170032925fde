"""What the page shows of the signs before anything is signed: the form's own sentences alone, never the other side."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from dengxiaming.areas.gatherings import candidates
from dengxiaming.areas.gatherings.roll import People
from dengxiaming.areas.gatherings.signs import LABELS, SignKind

_HINTED: Final = frozenset({SignKind.LIKENESS, SignKind.NOT_YET_ISSUED})
"""Those about what is written; the others are said by the form itself, or are no business of whoever types it."""


def hints(code: str, content: Mapping[str, Any], known: People, at: datetime) -> list[dict[str, Any]]:
    """What is worth a look before signing, as plain words for the page and for the script that keeps the draft."""
    looked = candidates.look(code, content, known, at)
    return [
        {"label": LABELS[sign.kind], "sentence": sign.sentence, "own": list(sign.detail)}
        for sign in looked.signs
        if sign.kind in _HINTED and not sign.weak
    ]
