"""`read_facts`: a csv or parquet folder, or a workbook → the facts that are good and everything that is not."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dengxiaming.exchange.cells import SHANGHAI, shown
from dengxiaming.exchange.columns import TABLE_NAMES, TABLES, plain
from dengxiaming.exchange.findings import ExchangeError, Finding, Reading
from dengxiaming.exchange.names import meant_table
from dengxiaming.exchange.parse import parse
from dengxiaming.exchange.raw import RawTable
from dengxiaming.exchange.read_csv import read_csv
from dengxiaming.exchange.read_parquet import read_parquet
from dengxiaming.exchange.read_xlsx import read_xlsx
from dengxiaming.exchange.validate import validate

_TABLE_FILES: Final = {".csv": read_csv, ".parquet": read_parquet}
_OLD: Final = frozenset({".xls", ".xlsb", ".ods", ".et", ".numbers"})


def read_facts(path: Path, *, recorded_at: datetime | None = None) -> Reading:
    """The fact set at `path`: a folder of .csv or .parquet files named as the tables, or one .xlsx workbook.

    `recorded_at` (without offset: Asia/Shanghai) stands in where acts and dues have no recording time. Bad content
    never raises: it is in the findings. Raises `ExchangeError` (an `OSError` with a Chinese sentence) only where there
    is nothing at `path` or the system would not give it. Source: contract section 1.
    """
    if recorded_at is not None:
        recorded_at = (recorded_at if recorded_at.tzinfo else recorded_at.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except (OSError, ValueError) as error:
        raise ExchangeError(path, getattr(error, "strerror", None) or "路径写得不对") from error
    if is_folder:
        tables, findings = _folder(path)
    elif is_file:
        tables, findings = _file(path)
    else:
        raise ExchangeError(path, "没有这个文件或文件夹")
    if not tables and findings:
        return validate({}, findings)
    if "organizations" not in tables:
        findings.append(_about(path, "没有“组织”（organizations）这张表。", "补上它；没有组织，就没有什么可以判定。"))
    drafts = {name: parse(raw, recorded_at) for name, raw in tables.items()}
    if "organizations" in drafts and not drafts["organizations"].frame.height and not drafts["organizations"].findings:
        sheet = drafts["organizations"].sheet
        findings.append(
            Finding("warning", "organizations", sheet, None, "", "组织表里一行也没有。", "填上组织再判定。")
        )  # fmt: skip
    return validate(drafts, findings)


def _about(path: Path, message: str, remedy: str) -> Finding:
    return Finding("defect", "", path.name, None, "", message, remedy)


def _file(path: Path) -> tuple[dict[str, RawTable], list[Finding]]:
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return read_xlsx(path)
    if suffix in _OLD:
        return {}, [_about(path, f"读不了 {suffix} 格式。", "在电子表格里另存为 .xlsx。")]
    if suffix in _TABLE_FILES:
        return {}, [_about(path, "这只是一张表。", "给它所在的文件夹，里面按表名放八张表。")]
    return {}, [_about(path, "不认识这种文件。", "给一个 .xlsx 工作簿，或一个放着 .csv、.parquet 的文件夹。")]


def _folder(path: Path) -> tuple[dict[str, RawTable], list[Finding]]:
    tables: dict[str, RawTable] = {}
    findings: list[Finding] = []
    for file in _files(path):
        name = TABLE_NAMES.get(plain(file.stem))
        if name is None:
            findings.append(_stranger(file))
        elif name in tables:
            findings.append(
                Finding("defect", name, file.name, None, "",
                        f"“{TABLES[name].sheet}”有两份，还有 {tables[name].sheet}。",
                        "留下一份，另一份移到别处。")
            )  # fmt: skip
            tables[name].unreadable = True
        else:
            tables[name] = _TABLE_FILES[file.suffix.lower()](file, TABLES[name])
    if not tables and not findings:
        remedy = f"放进按表名命名的 .csv 或 .parquet，如 {'、'.join(f'{name}.csv' for name in list(TABLES)[:3])}。"
        findings.append(_about(path, "文件夹里没有一张表。", remedy))
    return tables, findings


def _files(path: Path) -> Iterable[Path]:
    try:
        return sorted(file for file in path.iterdir() if file.suffix.lower() in _TABLE_FILES and file.is_file())
    except OSError as error:
        raise ExchangeError(path, error.strerror or "打不开文件夹") from error


def _stranger(file: Path) -> Finding:
    meant = meant_table(file.stem)
    if meant:
        return Finding(
            "defect", meant.name, file.name, None, "", f"没有 {shown(file.stem)} 这张表。",
            f"是不是 {meant.name}{file.suffix}？改成它；不是的话，移到别处。",
        )  # fmt: skip
    return Finding(
        "warning", "", file.name, None, "", "文件名不在八张表里，没有读。",
        "不需要它就不用管；需要的话，按表名改文件名。",
    )  # fmt: skip
