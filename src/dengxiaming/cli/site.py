"""How a command starts the site's engine: settings, a database that is fit, tables up to date; what can be wrong."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dengxiaming.cli.refusal import Exit, Refusal

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


@contextmanager
def started() -> Iterator[None]:
    """Django is set up; what the settings or the database refuse is said in Chinese. Raises `Refusal`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")
    import django  # noqa: PLC0415  看 --help 不等它启动
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  同上
    from django.db import OperationalError  # noqa: PLC0415  同上

    try:
        django.setup()
        yield
    except ImproperlyConfigured as error:
        raise Refusal(Exit.USAGE, str(error)) from error
    except OperationalError as error:
        raise Refusal(Exit.UNREADABLE, *_away(error)) from error


def prepare() -> None:
    """The database is fit to be used, and its tables are up to date. Call inside `started`. Raises `Refusal`."""
    from django.core.checks import Tags, run_checks  # noqa: PLC0415  django.setup 之后才能导入

    from dengxiaming.duties import actions  # noqa: PLC0415  同上

    errors = [error for error in run_checks(tags=[Tags.database], databases=["default"]) if error.is_serious()]
    if errors:
        raise Refusal(Exit.UNREADABLE, *map(_line, errors))
    actions.prepare()


def _line(error: "CheckMessage") -> str:
    return f"{error.msg}改法：{error.hint}" if error.hint else str(error.msg)


def _away(error: Exception) -> list[str]:
    from dengxiaming.ground import room, trouble  # noqa: PLC0415  django.setup 之后才能导入

    if trouble.trouble_in(error) is trouble.FULL:
        return [f"磁盘满了，数据库打不开。先删掉数据文件夹里的 {room.BALLAST_NAME}，再腾出空间。"]
    return [f"数据库打不开：{error}".strip(), "看它是不是开着、DATABASE_URL 或 DXM_DATA 写得对不对。"]
