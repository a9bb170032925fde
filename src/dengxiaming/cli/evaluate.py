"""`dengxiaming evaluate`: every duty the facts make, with its verdict (contract section 2 and 7)."""

from datetime import date, datetime
from pathlib import Path

import click
import polars as pl

from dengxiaming.cli import books, inputs, machine, shards
from dengxiaming.cli.parameters import Place, dates_options, facts_argument, reading_options, rulebook_options
from dengxiaming.cli.program import Command
from dengxiaming.cli.refusal import Exit, Refusal
from dengxiaming.cli.screen import console, flags_text, status_text, table, working
from dengxiaming.law.model import Rulebook
from dengxiaming.law.vocabulary import STATUSES
from dengxiaming.reckoning import Facts, evaluate
from dengxiaming.scale import Order, is_sharded, summed
from dengxiaming.scale.run import RowsWanted

_MOST_ROWS = 400
_COUNTED = {"rule": "规则", "organization": "组织", "period": "周期", "status": "判定", "count": "项数"}


@click.command(
    "evaluate",
    cls=Command,
    help="逐条判定：谁该做什么，到哪天，做了几次，算不算。\n有问题的事实不判（退出码 2），除非加 --skip-bad。",
    epilog="例：\n  dengxiaming evaluate 样例 --as-of 2026-03-31 --rule S2-1\n"
    "  dengxiaming evaluate 样例.xlsx --as-of 2026-03-31 -o 判定.csv",
)
@facts_argument
@dates_options
@click.option("--rule", "rules", metavar="编号", multiple=True, help="只判这一条")
@rulebook_options
@click.option("--upcoming", is_flag=True, help="还没到期的也列出")
@reading_options
@click.option(
    "--format",
    "fmt",
    metavar="格式",
    type=click.Choice(["table", *machine.WRITERS]),
    help="table、csv、jsonl 或 parquet；不写就看 -o 的后缀，都没有就是 table",
)
@click.option("-o", "output", metavar="文件", type=Place(), help="写进文件，不在屏幕上列；分好片的写进文件夹")
@click.option(
    "--rows",
    "wanted",
    metavar="哪些",
    type=click.Choice(["all", "unmet", "none"]),
    default="all",
    help="all（不写就是它）、unmet 只要没有完成的；none 只要汇总，用于分好片的",
)
@click.option("--summary", is_flag=True, help="不列每一项，只数有多少：按规则、组织、周期和判定")
@click.option("--jobs", metavar="数", type=click.IntRange(min=1), default=1, help="同时判几片；只用于分好片的")
@click.option(
    "--engine",
    "where",
    metavar="在哪里",
    type=click.Choice(["local", "spark"]),
    default="local",
    help="local（不写就是它）在本机判；spark 由 Spark 分到各个节点；只用于分好片的",
)
@click.option("--master", metavar="地址", help="Spark 的主节点，如 spark://主机:7077 或 yarn；不写就在本机跑 Spark")
def command(
    facts: Path,
    as_of: date,
    known_by: datetime | None,
    rules: tuple[str, ...],
    rulebook: Path | None,
    overlay: Path | None,
    upcoming: bool,
    skip_bad: bool,
    recorded_at: datetime | None,
    fmt: str | None,
    output: Path | None,
    wanted: RowsWanted,
    summary: bool,
    jobs: int,
    where: str,
    master: str | None,
) -> None:
    """Read, judge, write."""
    book = books.rulebook(rulebook, overlay)
    asked = books.rule_ids(book, rules)
    order = Order(
        book, as_of, known_by, None if asked is None else tuple(asked), upcoming, "none" if summary else wanted
    )
    if is_sharded(facts):
        shards.judge(facts, output, order, jobs, shards.engine(where, master, jobs))
        return
    if where == "spark":
        raise Refusal(Exit.USAGE, f"Spark 判的是分好片的：先 dengxiaming shard {facts} 分片，再判那个文件夹。")
    form = _format(fmt, output)
    held = inputs.facts_for_judging(facts, recorded_at, skip_bad=skip_bad)
    with working("判定"):
        if order.rows == "none":
            rows = summed(held, order)
        else:
            unmet = order.rows == "unmet"
            rows = evaluate(held, book, as_of, known_by, rules=asked, upcoming=upcoming, unmet=unmet)
    if output is not None:
        machine.write_to_file(rows, form, output)
    elif form == "table" and order.rows == "none":
        _show_counts(rows, book, as_of)
    elif form == "table":
        _show(rows, book, held, as_of)
    else:
        machine.write_to_stdout(rows, form)


def _format(fmt: str | None, output: Path | None) -> str:
    if output is None:
        return fmt or "table"
    chosen = fmt or output.suffix.lstrip(".").lower()
    if chosen not in machine.WRITERS:
        raise Refusal(Exit.USAGE, f"看不出 {output} 要写成什么：后缀用 .csv、.jsonl 或 .parquet，或加 --format。")
    return chosen


def _show(rows: pl.DataFrame, book: Rulebook, facts: Facts, as_of: date) -> None:
    out = console()
    out.print(f"{book.edition} · 判到 {as_of} · {rows.height} 项", style="bold")
    if rows.height > _MOST_ROWS:
        _show_sums(rows, book)
        out.print("逐项看：用 --rule 只判一条，或用 --format csv 全部列出。")
        return
    names = _names(facts)
    shown = table("规则", "承担者", "周期", "起", "止", "应", "已", "完成日", "判定", "附注")
    for row in rows.iter_rows(named=True):
        shown.add_row(
            f"{row['rule']} {book.rule_of[row['rule']].title}",
            _bearer(row["bearer_id"], names),
            row["period"],
            str(row["opens_on"]),
            str(row["due_on"]),
            str(row["required"]),
            str(row["counted"]),
            str(row["satisfied_on"] or ""),
            status_text(row["status"], row["force"]),
            flags_text(row["flags"]),
        )
    out.print(shown)


def _show_counts(rows: pl.DataFrame, book: Rulebook, as_of: date) -> None:
    out = console()
    out.print(f"{book.edition} · 判到 {as_of} · {rows['count'].sum()} 项", style="bold")
    if rows.height > _MOST_ROWS:
        rows = rows.group_by("rule", "status", maintain_order=True).agg(pl.col("count").sum())
        out.print("按组织和周期看：加 -o 文件.csv，或用 --rule 只数一条。")
    shown = table(*(_COUNTED[name] for name in rows.columns))
    for row in rows.iter_rows(named=True):
        shown.add_row(*(STATUSES[value] if name == "status" else str(value or "") for name, value in row.items()))
    out.print(shown)


def _show_sums(rows: pl.DataFrame, book: Rulebook) -> None:
    present = [status for status in STATUSES if status in set(rows["status"])]
    shown = table("规则", "", *(STATUSES[status] for status in present))
    counts = rows.group_by("rule", "force", "status").len()
    held = {(rule, force, status): number for rule, force, status, number in counts.iter_rows()}
    order = list(book.rule_of)
    for rule, force in sorted(
        {(rule, force) for rule, force, _ in held}, key=lambda pair: (order.index(pair[0]), pair)
    ):
        sums = [str(held.get((rule, force, status), "")) for status in present]
        shown.add_row(f"{rule} {book.rule_of[rule].title}", "提示" if force == "advisory" else "", *sums)
    console().print(shown)


def _names(facts: Facts) -> dict[str, str]:
    frames = (facts.organizations, facts.units, facts.members)
    return {key: name for frame in frames for key, name in frame.select("id", "name").iter_rows() if name}


def _bearer(bearer: str, names: dict[str, str]) -> str:
    if bearer in names:
        return f"{bearer} {names[bearer]}"
    ends = bearer.split("->")
    return " → ".join(names.get(end, end) for end in ends)
