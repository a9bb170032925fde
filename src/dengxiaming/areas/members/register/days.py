"""Days of a roster: many give only a month (1999.06). Kept as they were given, `1999-06-01` or `1999-06`. Pure.

>>> read("1999.6")
'1999-06'
>>> read("２００１年７月１日")
'2001-07-01'
"""

import re
from calendar import monthrange
from datetime import date

from dengxiaming.exchange.cells import CellError, serial_day
from dengxiaming.exchange.cells import day as whole_day
from dengxiaming.exchange.cells import month as whole_month


def read(text: str, *, is_number: bool = False) -> str:
    """A day or a month. Raises `CellError`.

    The number 1999.1 may have been 1999.10: a spreadsheet drops the last nought of a number.
    """
    if is_number and re.fullmatch(r"\d{4}\.1", text):
        raise CellError(
            f"“{text}”分不清是1月还是10月：电子表格去掉了末尾的0。", f"写成 {text[:4]}-01 或 {text[:4]}-10。"
        )
    try:
        return (serial_day if is_number else whole_day)(text).isoformat()
    except CellError as refused:
        try:
            return whole_month(text).isoformat()[:7]
        except CellError:
            raise refused from None


def first(text: str) -> date:
    """The first day it can mean."""
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01")


def last(text: str) -> date:
    """The last day it can mean."""
    if len(text) > 7:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:])
    return date(year, month, monthrange(year, month)[1])


def says_no_more(new: str, old: str) -> bool:
    """Whether what is given now is held already, perhaps more exactly."""
    return bool(new) and old.startswith(new)
