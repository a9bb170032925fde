"""Which table a sheet or file name means."""

from difflib import get_close_matches

from dengxiaming.exchange.columns import TABLE_NAMES, TABLES, Table, plain


def meant_table(name: str) -> Table | None:
    """The table whose name is nearly `name`, if any."""
    near = get_close_matches(plain(name), list(TABLE_NAMES), n=1, cutoff=0.72)
    return TABLES[TABLE_NAMES[near[0]]] if near else None
