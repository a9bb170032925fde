"""`dengxiaming explain`: one duty, and why it stands as it does."""

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from dengxiaming.cli import books, inputs
from dengxiaming.cli.parameters import dates_options, facts_argument, reading_options, rulebook_options
from dengxiaming.cli.program import Command
from dengxiaming.cli.refusal import Exit, Refusal
from dengxiaming.cli.screen import console, flags_text, status_text, table, wide, working
from dengxiaming.reckoning import Explanation, NoSuchDuty, explain


@click.command(
    "explain",
    cls=Command,
    help="说清一项：依据哪条，数从哪里来，哪几次算、哪几次不算、为什么，还差什么、谁来做、到哪天。",
    epilog="例：\n  dengxiaming explain 样例 --as-of 2026-03-31 S2-1 ZB003 2026Q1",
)
@facts_argument
@click.argument("rule", metavar="规则", help="规则编号，如 S2-1")
@click.argument("bearer", metavar="承担者", help="组织、党员、单位、活动或职务的编号，结对写 甲->乙")
@click.argument("period", metavar="周期", help="2026、2026H1、2026Q1、2026-01，或事项、活动、职务、任期的编号")
@dates_options
@rulebook_options
@reading_options
@click.option(
    "--format",
    "fmt",
    metavar="格式",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text（不写就是它）或 json",
)
def command(
    facts: Path,
    rule: str,
    bearer: str,
    period: str,
    as_of: date,
    known_by: datetime | None,
    rulebook: Path | None,
    overlay: Path | None,
    skip_bad: bool,
    recorded_at: datetime | None,
    fmt: str,
) -> None:
    """Read, ask for one duty, show it."""
    book = books.rulebook(rulebook, overlay)
    wanted = _one_rule(books.rule_ids(book, (rule,)) or [])
    held = inputs.facts_for_judging(facts, recorded_at, skip_bad=skip_bad)
    try:
        with working("判定"):
            found = explain(held, book, as_of, known_by, wanted, bearer, period)
    except NoSuchDuty as missing:
        why = str(missing.args[0]) if missing.args else f"没有 {wanted} {bearer} {period} 这一项。"
        raise Refusal(Exit.NO_SUCH_DUTY, why) from missing
    if fmt == "json":
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2, default=str))
    else:
        _show(found, console())


def _one_rule(found: list[str]) -> str:
    if len(found) > 1:
        raise Refusal(Exit.USAGE, f"这一条分成几项，写明是哪一项：{'、'.join(found)}。")
    return found[0]


def _plain(found: Explanation) -> dict[str, object]:
    """The explanation for other programs; the rule and the duty by their ids."""
    fields = {name: getattr(found, name) for name in found.__dataclass_fields__ if name not in {"rule", "duty"}}
    for name in ("numbers", "considered"):
        fields[name] = [asdict(one) for one in fields[name]]
    return {"rule": found.duty.id, "title": found.rule.title, "section": found.rule.section, **fields}


def _show(found: Explanation, out: Console) -> None:
    out.print(
        Text(f"{found.duty.id} {found.rule.title}", style="bold"), Text(f"文件{wide(found.rule.section)}", style="dim")
    )
    out.print(found.rule.says)
    out.print(f"承担者：{found.bearer_id} {found.bearer_name}".rstrip())
    out.print(f"周期：{found.period}{_window(found)}")
    known = f"，只算 {found.known_by:%Y-%m-%d %H:%M} 以前记录的" if found.known_by else ""
    out.print(f"判到：{found.as_of}{known}")
    out.print(_verdict(found))
    _show_numbers(found, out)
    _show_considered(found, out)
    _show_settle(found, out)


def _window(found: Explanation) -> str:
    return f"（{found.window[0]} 到 {found.window[1]}）" if found.window else ""


def _verdict(found: Explanation) -> Text:
    line = Text("判定：")
    if found.verdict is None:
        return line.append("／ 不适用：").append(found.not_applicable)
    row = found.verdict
    line.append_text(status_text(str(row["status"]), str(row["force"])))
    line.append(f"。应 {row['required']}，已 {row['counted']}")
    if row["satisfied_on"]:
        line.append(f"，{row['satisfied_on']} 完成")
    flags = row["flags"]
    if isinstance(flags, list) and flags:
        line.append(f"（{flags_text(flags)}）")
    return line


def _show_numbers(found: Explanation, out: Console) -> None:
    if not found.numbers:
        return
    shown = table("数", "值", "出处", "依据", title="用到的数")
    for number in found.numbers:
        adopted = f"；采纳：{number.decision}" if number.decision else ""
        aside = "" if number.decides else "（不影响判定）"
        shown.add_row(f"{number.label}{aside}", number.value, number.origin, wide(f"{number.cite}{adopted}"))
    out.print(shown)


def _show_considered(found: Explanation, out: Console) -> None:
    if not found.considered:
        out.print("看过的记录：没有。")
        return
    shown = table("", "编号", "是什么", "日期", "记录", "为什么", title="看过的记录")
    for one in found.considered:
        lacks = f"；缺 {'、'.join(one.missing_elements)}" if one.missing_elements else ""
        shown.add_row(
            Text("计", style="green") if one.counted else Text("不计", style="dim"),
            one.id,
            one.label,
            str(one.on or ""),
            f"补录 +{one.backfilled_days}天" if one.backfilled_days else "",
            f"{one.reason}{lacks}".lstrip("；"),
        )
    out.print(shown)


def _show_settle(found: Explanation, out: Console) -> None:
    if not found.settle:
        return
    who = f"（{found.settle_who}办）" if found.settle_who else ""
    out.print(f"怎样算完成：{found.settle}{who}")
