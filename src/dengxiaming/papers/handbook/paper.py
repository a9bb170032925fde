"""The year's handbook, laid out: cover, contents, then the chapters in the order the paper books have them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import Block, Break, Cell, Contents, Paper, SmallPrint, Table, Text, cell, row
from dengxiaming.papers.handbook.form import Handbook, Plan
from dengxiaming.papers.minute_page import paper as minute_page
from dengxiaming.papers.quarter_register import paper as quarter_register
from dengxiaming.papers.words import NONE, day, names, short_day

_TITLE: Final = "支部工作手册"


def docx(book: Handbook, at: datetime) -> bytes:
    """The handbook as docx, made at a moment."""
    return to_docx.docx(paper(book), at)


def pdf(book: Handbook, at: datetime) -> bytes:
    """The handbook as PDF, made at a moment."""
    return to_pdf.pdf(paper(book), at)


def paper(book: Handbook) -> Paper:
    """The handbook as a paper."""
    chapters = tuple(_chapters(book))
    listed = tuple(entry for chapter in chapters for entry in chapter.listed)
    cover = (
        Text(_TITLE, "cover_name"), Text(f"{book.year}年", "cover_year"), Text(book.organization, "cover"),
        Text(book.superior, "cover"), Text(f"数据到{day(book.as_of)}", "cover"), Break(),
        Text("目录", "chapter_plain"), Contents(listed),
    )  # fmt: skip
    found: list[Block] = [*cover]
    for chapter in chapters:
        found.extend((Break(), Text(chapter.title, "chapter", anchor=chapter.anchor), *chapter.blocks))
    found.append(SmallPrint(minute_page.head(book.anchor), book.anchor.checkpoint if book.anchor else ""))
    return Paper(
        f"{book.organization}{book.year}年{_TITLE}", tuple(found), foot=f"{book.organization}　{book.year}年{_TITLE}"
    )


@dataclass(frozen=True)
class _Chapter:
    """A chapter: title, anchor, what stands in it, and what of it the contents list beneath."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    entries: tuple[tuple[str, int, str], ...] = field(default=())

    @property
    def listed(self) -> tuple[tuple[str, int, str], ...]:
        return ((self.title, 1, self.anchor), *self.entries)


def _chapters(book: Handbook) -> Iterator[_Chapter]:
    yield _Chapter("组织和委员会", "posts", tuple(_organization(book)))
    yield _Chapter("党员名册", "members", (_members(book),))
    yield _Chapter("计划", "plans", tuple(_plans(book)))
    yield _minutes(book)
    yield _Chapter("决议和落实", "resolutions", (_resolutions(book),))
    yield _Chapter("谈心谈话", "talks", (_talks(book), Text("只记哪天、谁和谁、为什么谈；谈的内容不在本册。", "note")))
    yield _Chapter("在职党员进社区", "services", (_services(book),))
    yield _Chapter("三会一课台账", "registers", tuple(_registers(book)))


def _organization(book: Handbook) -> Iterator[Block]:
    facts = (
        ("支部", book.organization), ("上级党组织", book.superior), ("成立", day(book.founded_on)), ("任期", book.term),
    )  # fmt: skip
    yield Table((30, 133), tuple((cell(name, "label"), cell(value or "没有填")) for name, value in facts))
    yield Text("支部委员会", "section")
    posts = tuple(row(one.title, one.name, _term(one.from_on, one.to_on)) for one in book.posts)
    yield _table((45, 48, 70), ("职务", "姓名", "起止"), posts)
    yield Text("党小组", "section")
    groups = tuple(row(one.name, one.leader, names(one.members)) for one in book.groups)
    yield _table((35, 30, 98), ("党小组", "组长", "成员"), groups)


def _term(from_on: object, to_on: object) -> str:
    return f"{from_on or ''}—{to_on or '今'}" if from_on or to_on else ""


def _members(book: Handbook) -> Table:
    rows = tuple(
        row(str(place), one.name, one.sex, str(one.born_on or ""), str(one.joined_on or ""), one.group, one.note)
        for place, one in enumerate(book.members, 1)
    )
    return _table((12, 32, 12, 26, 26, 26, 29), ("序号", "姓名", "性别", "出生", "入党", "党小组", "备注"), rows)


def _plans(book: Handbook) -> Iterator[Block]:
    for head, plans in (
        ("年度计划", book.year_plans),
        ("季度计划", book.quarter_plans),
        ("每月安排", book.month_plans),
    ):
        yield Text(head, "section")
        yield from (block for plan in plans for block in _plan(plan))
        if not plans:
            yield Text(NONE, "flush")


def _plan(plan: Plan) -> tuple[Block, ...]:
    made = f"　{day(plan.made_on)}定" if plan.made_on else ""
    return Text(f"{plan.period}　{plan.title}{made}", "item"), Text(plan.text or NONE, "body")


def _minutes(book: Handbook) -> _Chapter:
    listed = tuple(row(short_day(one.on), names(one.kinds), one.theme, one.record) for one in book.pages)
    blocks: list[Block] = [
        Text(f"全年{len(book.pages)}次。", "flush"),
        _table((22, 48, 69, 24), ("日期", "种类", "主题", "记录"), listed),
    ]
    entries = []
    for number, page in enumerate(book.pages, 1):
        anchor = f"minutes{number}"
        entries.append((f"{short_day(page.on)}　{names(page.kinds)}", 2, anchor))
        blocks.append(Break())
        blocks.extend(minute_page.blocks(page, "entry", anchor))
        blocks.append(minute_page.small(page))
    return _Chapter("会议和活动记录", "minutes", tuple(blocks), tuple(entries))


def _resolutions(book: Handbook) -> Table:
    rows = tuple(
        row(short_day(one.on), one.text, one.owner, day(one.due_on), day(one.done_on) or "没有办结", one.record)
        for one in book.resolutions
    )
    return _table((18, 42, 20, 31, 31, 21), ("日期", "决议", "责任人", "期限", "办结", "记录"), rows)


def _talks(book: Handbook) -> Table:
    rows = tuple(row(short_day(one.on), one.by, one.with_whom, one.reason) for one in book.talks)
    return _table((25, 38, 38, 62), ("日期", "谈话人", "谈话对象", "事由"), rows)


def _services(book: Handbook) -> Table:
    rows = tuple(
        row(short_day(one.on), one.community, one.theme, str(one.present), day(one.filed_on) or "没有报备", one.record)
        for one in book.services
    )
    return _table((18, 35, 45, 13, 31, 21), ("日期", "社区", "主题", "人数", "报备", "记录"), rows)


def _registers(book: Handbook) -> Iterator[Block]:
    for register in book.registers:
        yield Text(f"第{register.quarter}季度", "section")
        yield from quarter_register.blocks(register)
    if not book.registers:
        yield Text(NONE, "flush")


def _table(widths: tuple[float, ...], words: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    """A table with its head; one that has no rows says so."""
    none = (row(NONE, *("" for _ in words[1:])),)
    return Table(widths, (row(*words, style="label"), *(rows or none)), head=1)
