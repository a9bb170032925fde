"""A number cell as text."""


def number_text(number: float) -> str:
    """A number as a spreadsheet shows it: 15 digits (1001.0 → 1001, 0.1 + 0.2 → 0.3).

    A whole number of a parquet file is exact and keeps all its digits. A float of 1e15 and more has lost some: it is
    written with an exponent, which no id, date or count accepts.
    """
    if isinstance(number, int):
        return str(number)
    if abs(number) >= 1e15:
        return f"{number:.14E}"
    text = f"{number:.15g}"
    return f"{number:.20f}".rstrip("0").rstrip(".") if "e" in text else text
