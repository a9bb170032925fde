"""The minute-book page, laid out: facts, each item with what was said, voted and resolved, signatures, small print."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.anchor import Anchor
from dengxiaming.papers.blocks import Block, Cell, Paper, SmallPrint, Table, Text, cell
from dengxiaming.papers.minute_page.form import Away, Item, MinutePage, Resolution, Stage, Studied, Votes
from dengxiaming.papers.words import NONE, day, late, moment, names, numeral, span

_FACTS: Final = (26.0, 58.0, 22.0, 57.0)
_LINES: Final = (26.0, 137.0)
MISSING: Final = "没有填"


def docx(page: MinutePage, at: datetime) -> bytes:
    """The page as docx, made at a moment."""
    return to_docx.docx(paper(page), at)


def pdf(page: MinutePage, at: datetime) -> bytes:
    """The page as PDF, made at a moment."""
    return to_pdf.pdf(paper(page), at)


def paper(page: MinutePage) -> Paper:
    """The page as a paper of its own."""
    title = f"{page.title} {day(page.on)}"
    return Paper(title, (*blocks(page), small(page)), foot=f"{page.organization}　{_record(page)}")


def blocks(page: MinutePage, style: str = "title", anchor: str = "") -> tuple[Block, ...]:
    """What stands on it, without the small print: the handbook takes it so."""
    gaps = f"缺{len(page.missing)}项：{names(page.missing)}" if page.missing else ""
    flags = [flag for flag in ("已撤回" if page.withdrawn_at else "", late(page.late_days), gaps) if flag]
    found: list[Block] = [Text("　".join(flags), "flag")] if flags else []
    found.append(Text(page.title, style, anchor=anchor))
    if len(page.kinds) > 1:
        found.append(Text("　".join(page.kinds), "under"))
    found.extend((_facts(page), *_agenda(page), _signatures(page)))
    return tuple(found)


def _facts(page: MinutePage) -> Table:
    rows = [
        (cell("组织", "label"), cell(page.organization, span=3)),
        *([(cell("同办", "label"), cell(names(page.held_with), span=3))] if page.held_with else []),
        (
            cell("时间", "label"),
            cell(span(page.on, page.starts, page.ends)),
            cell("地点", "label"),
            cell(_filled(page, "地点", page.place)),
        ),
        (cell("主题", "label"), cell(_filled(page, "主题", page.theme), span=3)),
        (
            cell("主持人", "label"),
            cell(_filled(page, "主持人", page.chair)),
            cell("记录人", "label"),
            cell(_filled(page, "记录人", page.recorder)),
        ),
        (cell("出席", "label"), _present(page)),
        (cell("缺席", "label"), _away(page)),
        (cell("列席", "label"), cell(_filled(page, "列席", names(page.observers)), span=3)),
    ]
    if page.studied:
        rows.append((cell("学习文件", "label"), cell("\n".join(map(_document, page.studied)), span=3)))
    if page.answers:
        rows.append((cell("回应", "label"), cell(names(page.answers), span=3)))
    return Table(_FACTS, tuple(rows))


def _present(page: MinutePage) -> Cell:
    tally = Text(f"应到{page.expected}人，实到{len(page.present)}人。", "cell")
    return Cell((tally, Text(_filled(page, "出席", names(page.present)), "cell")), span=3)


def _away(page: MinutePage) -> Cell:
    lines = "\n".join(map(_absence, page.away))
    return cell(_filled(page, "缺席", lines), span=3)


def _filled(page: MinutePage, element: str, value: str) -> str:
    """What was written, or that it was left out, or that there was none."""
    return value or (MISSING if element in page.missing else NONE)


def _absence(one: Away) -> str:
    why = f"（{one.status}：{one.reason}）" if one.reason else f"（{one.status}）"
    if one.made_up_on is None and not one.made_up_how:
        return f"{one.name}{why}"
    how = f"，{one.made_up_how}" if one.made_up_how else ""
    return f"{one.name}{why}　{day(one.made_up_on)}补课{how}"


def _document(one: Studied) -> str:
    issued = f"（{day(one.issued_on)}印发）" if one.issued_on else ""
    return f"{one.title}{issued}"


def _agenda(page: MinutePage) -> Iterator[Block]:
    if page.stages:
        yield Text("程序", "section")
        yield Table(_LINES, tuple(_stage(stage) for stage in page.stages))
    yield Text("议程", "section")
    if not page.items:
        yield Text(NONE, "flush")
    else:
        rows = (row for number, item in enumerate(page.items, 1) for row in _item(page, number, item))
        yield Table(_LINES, tuple(rows))


def _stage(stage: Stage) -> tuple[Cell, ...]:
    on = (Text(day(stage.on), "aside"),) if stage.on else ()
    return cell(stage.name, "label"), Cell((*on, Text(stage.text or NONE, "speech")))


def _item(page: MinutePage, number: int, item: Item) -> Iterator[tuple[Cell, ...]]:
    kind = f"【{item.kind}】" if item.kind else ""
    by = (Text(f"主讲人：{item.lecturer}", "aside"),) if item.lecturer else ()
    yield (Cell((Text(f"{numeral(number)}、{kind}{item.title}", "item"), *by), span=2),)
    yield cell("发言", "label"), cell(_filled(page, "发言", item.speeches), "speech")
    yield cell("表决", "label"), _votes(item.votes, NONE if item.votes_none else _filled(page, "表决", ""))
    resolved = tuple(Text(_resolution(place, one), "cell") for place, one in enumerate(item.resolutions, 1))
    yield cell("决议分工", "label"), Cell(resolved or (Text(_filled(page, "决议分工", ""), "cell"),))


def _votes(votes: Votes | None, otherwise: str) -> Cell:
    if votes is None:
        return cell(otherwise)
    cast = Text(f"赞成{votes.in_favour}　反对{votes.against}　弃权{votes.abstained}", "cell")
    rest = (Text(votes.outcome, "cell"),) if votes.outcome else ()
    by = (Text(votes.article, "aside"),) if votes.article else ()
    return Cell((cast, *rest, *by))


def _resolution(place: int, one: Resolution) -> str:
    mark = "【整改】" if one.rectification else ""
    who = [
        f"责任人：{one.owner}" if one.owner else "",
        f"期限：{day(one.due_on)}" if one.due_on else "",
        f"已办结：{day(one.done_on)}" if one.done_on else "",
    ]
    said = "　".join(part for part in who if part)
    return f"{place}. {mark}{one.text}" + (f"（{said}）" if said else "")


def _signatures(page: MinutePage) -> Table:
    recorder = f"记录人：{page.recorder}\n{moment(page.recorded_at)}"
    secretary = f"书记：{page.secretary}\n{moment(page.confirmed_at)}"
    return Table((82, 81), ((cell(recorder, "flush"), cell(secretary, "flush")),), rules="bare", together=True)


def _record(page: MinutePage) -> str:
    return f"记录 {page.record}　第{page.version}版"


def small(page: MinutePage) -> SmallPrint:
    """The small print: code, version, when it was recorded and corrected, and the journal's head."""
    lines = [_record(page)]
    if page.recorded_at:
        lines[0] += f"　记录于{moment(page.recorded_at)}"
    if page.late_days:
        lines.append(f"{late(page.late_days)}。原因：{page.late_reason or '没有写'}")
    if page.corrected:
        lines.append(f"更正：{page.corrected}")
    if page.withdrawn_at:
        lines.append(f"撤回于{moment(page.withdrawn_at)}")
    return SmallPrint((*lines, *head(page.anchor)), page.anchor.checkpoint if page.anchor else "")


def head(anchor: Anchor | None) -> tuple[str, ...]:
    """The journal's head in the small print."""
    if anchor is None:
        return ()
    return (
        f"存证 {anchor.origin}　共{anchor.size}条　{moment(anchor.at)}",
        f"根 {anchor.ends}",
        "右边的码是签过名的存证头，任何人都可以拿它核对日志有没有改过。",
    )
