"""Where two judgments of the same facts differ, rule by rule, readably."""

from collections import defaultdict

from oracle.world import Row

KEY = ("rule", "bearer_id", "period", "bearer_kind")


def first_differences(expected: list[Row], got: list[Row], per_rule: int = 3) -> str:
    """The first differences of each rule: rows missing, rows too many, columns that differ, and the order."""
    wanted = {_key(row): row for row in expected}
    given = {_key(row): row for row in got}
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(wanted.keys() | given.keys(), key=str):
        name = " ".join(str(part) for part in key)
        if key not in given:
            found[key[0]].append(f"  missing   {name}: {_short(wanted[key])}")
        elif key not in wanted:
            found[key[0]].append(f"  too many  {name}: {_short(given[key])}")
        elif wanted[key] != given[key]:
            columns = [c for c in wanted[key] if wanted[key][c] != given[key].get(c)]
            said = "; ".join(f"{c} expected {wanted[key][c]} got {given[key].get(c)}" for c in columns)
            found[key[0]].append(f"  differs   {name}: {said}")
    lines = [f"expected {len(expected)} rows, got {len(got)}"]
    for rule, differences in sorted(found.items()):
        lines.append(f"{rule}: {len(differences)} differences")
        lines += differences[:per_rule]
    if not found and expected != got:
        place = next(i for i, (a, b) in enumerate(zip(expected, got, strict=False)) if a != b)
        lines.append(f"same rows, other order (or a row twice), first at row {place}: {_short(expected[place])}")
    return "\n".join(lines)


def _key(row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(column, "")) for column in KEY)


def _short(row: Row) -> str:
    return " ".join(f"{column}={value}" for column, value in row.items() if column not in KEY)
