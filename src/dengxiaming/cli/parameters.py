"""The kinds of values the commands take, and the options several of them share."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

_F = TypeVar("_F", bound=Callable[..., Any])
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_DATE_ONLY = 10


class Day(click.ParamType[date]):
    """A calendar day, `YYYY-MM-DD`."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401  click 的签名
        """The day, or a Chinese complaint."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期。写成 2026-03-31 这样，而且那一天要有。", param, ctx)


class Moment(click.ParamType[datetime]):
    """An instant: ISO with offset, or local time of Asia/Shanghai. A bare date is refused: it has two midnights."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401  click 的签名
        """The instant, always with an offset, or a Chinese complaint."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是时间。写成 2026-04-02T18:00 或 2026-04-02T18:00:00+08:00。", param, ctx)
        if len(value) <= _DATE_ONLY:
            self.fail(f"“{value}”只有日期。写明几点，例如 {value}T18:00。", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=_SHANGHAI)


class Place(click.ParamType[Path]):
    """A file or folder; whether it can be read is said where it is read."""

    name = "路径"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401, ARG002  click 的签名
        """The path as given."""
        return Path(value)


def facts_argument(function: _F) -> _F:
    """FACTS: a folder of csv or parquet files, or one workbook."""
    return click.argument("facts", metavar="事实", type=Place(), help="csv 或 parquet 文件夹，或一个 .xlsx 工作簿")(
        function
    )


def rulebook_options(function: _F) -> _F:
    """--rulebook and --overlay."""
    function = click.option("--overlay", metavar="目录", type=Place(), help="本市的规则覆盖层")(function)
    return click.option("--rulebook", metavar="目录", type=Place(), help="换一部规则；不写就用随附的根河 2020 版")(
        function
    )


def reading_options(function: _F) -> _F:
    """--skip-bad and --recorded-at."""
    function = click.option(
        "--recorded-at", metavar="时间", type=Moment(), help="没有写记录时间的行，算作在这一刻记录"
    )(function)
    return click.option("--skip-bad", is_flag=True, help="有问题的行和引用它们的行不算，其余照判")(function)


def dates_options(function: _F) -> _F:
    """--as-of and --known-by."""
    function = click.option("--known-by", metavar="时间", type=Moment(), help="只算到这一刻已经记录的；不写就全算")(
        function
    )
    return click.option("--as-of", metavar="日期", type=Day(), required=True, help="判到哪一天")(function)
