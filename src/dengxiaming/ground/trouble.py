"""The page for when the database cannot: full, busy, or away. It needs no database, session or reader, and gives back
what was typed (shared/trust.md C, "Bad days").
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from dengxiaming.ground.typed import typed_in


@dataclass(frozen=True)
class Trouble:
    """A kind of bad day: what to say to whoever was saving, to whoever was reading, and when to try again."""

    title: str
    saving: str
    reading: str
    seconds: int


FULL: Final = Trouble(
    "没有保存：服务器存储空间已满",
    "您填写的内容还在本页，请勿关闭；请联系管理员，腾出空间后再点提交。",
    "服务器存储空间已满，这一页现在打不开。请联系管理员腾出空间，再刷新本页。",
    600,
)
BUSY: Final = Trouble(
    "没有保存：此刻提交的人太多",
    "您填写的内容还在本页，请勿关闭；过几秒再点提交。",
    "此刻用的人太多，数据库忙不过来。过几秒刷新本页。",
    5,
)
AWAY: Final = Trouble(
    "没有收到保存成功的答复：数据库暂时连不上",
    "您填写的内容还在本页，请勿关闭；过一会儿再点提交。要是其实已经存下了，再交一次也不会变成两份。",
    "数据库正在恢复，或者暂时连不上。过一会儿刷新本页；一直这样，请联系管理员。",
    30,
)
_FULL_STATES: Final = frozenset({"53100"})
_BUSY_STATES: Final = frozenset({"40001", "40P01", "55P03", "57014", "53300"})


def trouble_in(error: BaseException | None) -> Trouble | None:
    """Which kind of bad day an error tells of; None where it is a mistake of the program."""
    return next(filter(None, map(_kind, _causes(error))), None)


def answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503 with Retry-After, and everything that was typed."""
    is_saving = request.method == "POST"
    title, sentence = (trouble.title, trouble.saving) if is_saving else ("网站暂时用不了", trouble.reading)
    response = _page(request, title, sentence, 503)
    response.headers["Retry-After"] = str(trouble.seconds)
    return response


def not_saved(request: HttpRequest, sentence: str) -> HttpResponse:
    """409 for what the journal does not take (sent before with other words, too much at once), everything typed given
    back.
    """
    return _page(request, "没有保存", sentence, 409)


def _page(request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse:
    context = {"title": title, "sentence": sentence, "typed": typed_in(request), "again": request.get_full_path()}
    response = HttpResponse(render_to_string("ground/trouble.html", context), status=status)
    add_never_cache_headers(response)
    return response


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while error is not None and seen < 10:
        yield error
        error, seen = error.__cause__ or error.__context__, seen + 1


def _kind(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError):
        return FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
    if isinstance(error, InterfaceError):
        return AWAY
    if not isinstance(error, OperationalError):
        return None
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", "")
    return _of_sqlite(name) if name else _of_postgresql(getattr(cause, "sqlstate", None) or "")


def _of_sqlite(name: str) -> Trouble | None:
    """A missing table or column is SQLITE_ERROR: a mistake, not a bad day."""
    if name == "SQLITE_ERROR":
        return None
    if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
        return FULL
    return BUSY if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) else AWAY


def _of_postgresql(state: str) -> Trouble:
    if state in _FULL_STATES:
        return FULL
    return BUSY if state in _BUSY_STATES else AWAY
