"""Refused uploads wait an hour for the reader to fetch the marked copy; then they go.

One folder a refusal, named by an unguessable token: what was sent, the findings, the marked copy once it is asked for.
"""

import json
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from dengxiaming.exchange import Finding
from dengxiaming.ground import clock

_HOUR: Final = 3600
_NOTE: Final = "note.json"


def _root() -> Path:
    return Path(settings.DATA) / "uploads"


def new_folder() -> Path:
    """An empty folder for one upload; folders older than an hour are removed on the way."""
    root = _root()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    oldest = clock.now().timestamp() - _HOUR
    for held in root.iterdir():
        if held.stat().st_mtime < oldest:
            shutil.rmtree(held, ignore_errors=True)
    folder = root / secrets.token_urlsafe(16)
    folder.mkdir(mode=0o700)
    return folder


def forget(folder: Path) -> None:
    """Remove an upload that is no longer needed."""
    shutil.rmtree(folder, ignore_errors=True)


def forget_sent(folder: Path) -> None:
    """Remove what was sent: it is loaded, only the note about it stays for its hour."""
    for held in folder.iterdir():
        if held.is_dir():
            shutil.rmtree(held, ignore_errors=True)
        else:
            held.unlink()


def keep(folder: Path, note: dict[str, Any], findings: Sequence[Finding]) -> str:
    """Write down what the next page shows; return its token."""
    held = {**note, "findings": [asdict(finding) for finding in findings]}
    (folder / _NOTE).write_text(json.dumps(held, ensure_ascii=False, default=str), encoding="utf-8")
    return folder.name


def folder_of(token: str) -> Path | None:
    """The folder of a token, if it still waits."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{20,40}", token):
        return None
    folder = _root() / token
    return folder if (folder / _NOTE).is_file() else None


def note_of(folder: Path) -> dict[str, Any]:
    """What was written down."""
    held: dict[str, Any] = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
    return held


def findings_of(note: dict[str, Any]) -> list[Finding]:
    """The findings of a note."""
    return [Finding(**found) for found in note["findings"]]
