"""The papers of an election that are tables: candidates, register, ballot, the tellers' sheet, the result; and the
letters (`letters`). A ballot bears no number and no mark (R3-7).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dengxiaming.papers import to_docx, to_pdf
from dengxiaming.papers.blocks import Block, Break, Cell, Paper, Table, Text, cell, row
from dengxiaming.papers.election_papers.form import Ballot, Candidate, ElectionPapers
from dengxiaming.papers.election_papers.letters import letter, letters
from dengxiaming.papers.letter.paper import paper as laid_out
from dengxiaming.papers.words import day, names

_VOTES: Final = (18.0, 61.0, 28.0, 28.0, 28.0)
_BALLOT: Final = (64.0, 33.0, 33.0, 33.0)
_OTHERS: Final = 2
"""How many empty lines a ballot has for somebody else (R3-8)."""


def docx(form: ElectionPapers, at: datetime) -> bytes:
    """The paper as docx, made at a moment."""
    return to_docx.docx(paper(form), at)


def pdf(form: ElectionPapers, at: datetime) -> bytes:
    """The paper as PDF, made at a moment."""
    return to_pdf.pdf(paper(form), at)


def paper(form: ElectionPapers) -> Paper:
    """The paper that is wanted."""
    if form.paper in letters():
        return laid_out(letter(form))
    title, blocks = _TABLES[form.paper]
    return Paper(f"{form.organization}{title}", tuple(blocks(form)))


def _nominees(form: ElectionPapers) -> Iterator[Block]:
    yield Text("候选人名单", "title")
    yield Text(f"{form.organization}{form.kind}选举　{day(form.on)}", "under")
    for post, people in form.nominees:
        yield Text(f"{post}候选人（以姓氏笔画为序）", "section")
        rows = tuple((cell(str(number), "centred"), cell(name)) for number, name in enumerate(people, 1))
        yield Table((20.0, 143.0), (row("序", "姓名", style="head"), *rows), rules="grid", head=1)


def _register(form: ElectionPapers) -> Iterator[Block]:
    yield Text("选举人名册", "title")
    yield Text(f"{form.organization}{form.kind}选举　{day(form.on)}　应到会{form.expected}人", "under")
    people = [(str(number), name) for number, name in enumerate(form.register, 1)]
    half = -(-len(people) // 2)
    pairs = zip(people[:half], [*people[half:], ("", "")][:half], strict=True)
    rows = tuple(
        (cell(one, "centred"), cell(name), cell(""), cell(other, "centred"), cell(second), cell(""))
        for (one, name), (other, second) in pairs
    )
    head = row("序", "姓名", "到会", "序", "姓名", "到会", style="head")
    yield Table((14.0, 40.0, 27.0, 14.0, 40.0, 28.0), (head, *rows), rules="grid", head=1)
    if form.excused:
        yield Text("不计入应到会人数（R3-6，须经上级同意、党员大会通过）", "section")
        yield Text(names(f"{name}（{why}）" for name, why in form.excused), "flush")


def _delegates(form: ElectionPapers) -> Iterator[Block]:
    """Who may vote at the congress, by the unit that elected them (R3-2)."""
    yield Text("代表名单", "title")
    yield Text(f"{form.organization}党员代表大会　{day(form.on)}", "under")
    rows = tuple(
        (cell(name, at_least=9), cell(str(seats), "centred"), cell(names(people))) for name, seats, people in form.units
    )
    head = row("选举单位", "名额", "代表", style="head")
    yield Table((50.0, 20.0, 93.0), (head, *rows), rules="grid", head=1)


def _ballot(form: ElectionPapers) -> Iterator[Block]:
    """One ballot for each vote; the same for everybody, without a number or a mark."""
    for place, ballot in enumerate(form.ballots):
        if place:
            yield Break()
        yield Text("选票", "title")
        yield Text(f"{form.organization}选举{ballot.post}　应选{ballot.seats}名", "under")
        head = row("候选人（以姓氏笔画为序）", "赞成", "不赞成", "弃权", style="head")
        lines = tuple((cell(one.name, "centred", at_least=11), cell(""), cell(""), cell("")) for one in _stood(ballot))
        others = _OTHERS if ballot.with_others else 0
        free = tuple((cell("另选他人", "centred", at_least=11), cell("", span=3)) for _ in range(others))
        yield Table(_BALLOT, (head, *lines, *free), rules="grid", head=1)
        yield Text(
            f"赞成的在“赞成”下面画○，不赞成的在“不赞成”下面画○，弃权的在“弃权”下面画○。不赞成的可以另选他人，弃权的不能另选。"
            f"所选的人等于或者少于{ballot.seats}名的有效，多于{ballot.seats}名的是废票。不写自己的名字，不作记号。",
            "note",
        )


def _count(form: ElectionPapers) -> Iterator[Block]:
    for place, ballot in enumerate(form.ballots):
        if place:
            yield Break()
        yield Text("计票单", "title")
        yield Text(f"{form.organization}选举{ballot.post}（{ballot.sort}）　{day(form.on)}", "under")
        yield _figures(ballot)
        yield _votes(ballot)
        yield Text("", "flush")
        counted = (
            f"报数：{ballot.counted_by}　　核对：{ballot.checked_by}" if ballot.counted_by else "报数：　　　　　核对："
        )
        yield Text(counted, "flush")
        yield Text(f"总监票人：{form.leads}　　（签名）　　　　监票人：{names(form.tellers)}　　（签名）", "flush")


def _result(form: ElectionPapers) -> Iterator[Block]:
    yield Text("选举结果报告单", "title")
    yield Text(f"{form.organization}{form.kind}选举", "under")
    yield Table(
        (28.0, 135.0),
        (
            _line("时间、地点", f"{day(form.on)}　{form.place}"), _line("主持人", form.chair),
            _line("到会", f"{form.body}，有选举权的应到会{form.expected}人，到会{form.present}人"),
            _line("监票人", f"总监票人{form.leads}；监票人{names(form.tellers)}"),
            _line("当选", "；".join(f"{one.post}{one.name}（{one.route}）" for one in form.elected) or "没有"),
        ),
        rules="grid",
    )  # fmt: skip
    for ballot in form.ballots:
        yield Text(f"选{ballot.post}，{ballot.sort}，应选{ballot.seats}名", "section")
        yield _figures(ballot)
        yield _votes(ballot)
        for said in ballot.findings:
            yield Text(said, "note")
    yield Text("", "flush")
    yield Text("主持人（签名）：　　　　　　总监票人（签名）：　　　　　　　　年　　月　　日", "flush")


def _figures(ballot: Ballot) -> Table:
    invalid = None if ballot.cast is None or ballot.valid is None else ballot.cast - ballot.valid
    told = (ballot.expected, ballot.present, ballot.issued, ballot.cast, ballot.valid, invalid)
    words = ("应到", "到会", "发出选票", "收回选票", "有效票", "废票")
    values = tuple(cell(_number(one), "centred", at_least=9) for one in told)
    return Table((27.0, 27.0, 28.0, 27.0, 27.0, 27.0), (row(*words, style="head"), values), rules="grid", head=1)


def _votes(ballot: Ballot) -> Table:
    head = row("", "姓名", "赞成", "不赞成", "弃权", style="head")
    rows = tuple(_counted(one) for one in ballot.candidates)
    free = () if ballot.cast is not None else tuple(row("另选", "", "", "", "") for _ in range(_OTHERS))
    return Table(_VOTES, (head, *rows, *free), rules="grid", head=1)


def _counted(one: Candidate) -> tuple[Cell, ...]:
    word = "当选" if one.elected else ("另选" if one.written_in else "")
    rest = ("—", "—") if one.written_in else (_number(one.against), _number(one.abstained))
    return (
        cell(word, "centred", at_least=9), cell(one.name), cell(_number(one.in_favour), "centred"),
        cell(rest[0], "centred"), cell(rest[1], "centred"),
    )  # fmt: skip


def _stood(ballot: Ballot) -> tuple[Candidate, ...]:
    return tuple(one for one in ballot.candidates if not one.written_in)


def _line(head: str, text: str) -> tuple[Cell, ...]:
    return (cell(head, "head", at_least=10), cell(text))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


_TABLES: Final = {
    "nominees": ("候选人名单", _nominees), "register": ("选举人名册", _register),
    "delegates": ("代表名单", _delegates), "ballot": ("选票", _ballot),
    "count": ("计票单", _count), "result": ("选举结果报告单", _result),
}  # fmt: skip
NAMES: Final = (*letters(), *_TABLES)
"""Every paper there is."""
