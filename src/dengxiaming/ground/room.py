"""Room on the disk, watched before the database runs out of it: below 1 GiB the administrator is told, below 200 MiB
nothing is written any more, and a ballast file is there to be deleted (shared/trust.md C, "Disk full").
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dengxiaming.ground import trouble

_MIB: Final = 1024 * 1024
WARN_BELOW: Final = 1024 * _MIB
REFUSE_BELOW: Final = 200 * _MIB
BALLAST: Final = 64 * _MIB
BALLAST_NAME: Final = "ballast"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def left() -> int:
    """Free bytes where the data folder is. A PostgreSQL on another disk watches its own."""
    return shutil.disk_usage(settings.DATA).free


def warning() -> str:
    """What the administrator has to know; nothing while there is room."""
    free = left()
    if free >= WARN_BELOW:
        return ""
    what = "已经停止保存任何内容" if free < REFUSE_BELOW else f"少于{REFUSE_BELOW // _MIB}MB就停止保存"
    return f"数据文件夹所在的磁盘只剩{free // _MIB}MB，{what}。请腾出空间；急用时先删掉数据文件夹里的 {BALLAST_NAME}。"


def keep_ballast(folder: Path) -> None:
    """A file that holds some room until an administrator deletes it; made only where there is plenty."""
    place = folder / BALLAST_NAME
    if place.exists() or shutil.disk_usage(folder).free < 2 * WARN_BELOW:
        return
    with place.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, BALLAST)


def for_the_administrator(request: HttpRequest) -> dict[str, str]:
    """The warning for the pages of whoever can do something about it; a context processor."""
    user = getattr(request, "user", None)
    is_theirs = getattr(user, "duty", "") == "system_admin"
    return {"room_warning": warning()} if is_theirs else {}


class RoomToWrite:
    """Refuse to write while there is hardly room; reading goes on, and so does signing in, or nobody could read."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, or give back what was typed."""
        if request.method in _SAFE or left() >= REFUSE_BELOW or _is_signing(request.path):
            return self.answer(request)
        return trouble.answer(request, trouble.FULL)


def _is_signing(path: str) -> bool:
    return path.startswith((reverse("account_login"), reverse("account_logout")))
