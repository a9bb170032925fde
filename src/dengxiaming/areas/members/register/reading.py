"""A roster read row by row: people to be compared with the register, and everything that is wrong with its place. Pure.

Nothing is guessed that would change somebody's record, and no message quotes a citizen's number.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from dengxiaming.areas.members.register import columns, days, identity
from dengxiaming.areas.members.register.columns import Layout
from dengxiaming.areas.members.register.places import Places
from dengxiaming.exchange.cells import CellError, free_text, identifier, shown
from dengxiaming.exchange.columns import plain
from dengxiaming.exchange.findings import Finding, Severity
from dengxiaming.exchange.grid import Cell, Grid

_LOOK: Final = 30
_LONGEST: Final = {"name": 100, "ethnicity": 32, "education": 100, "work": 200, "phone": 50}
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_PHONE: Final = re.compile(r"[\d+\-()（）、,，/;；\s转]{7,50}")
NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Table:
    """A sheet in which a header was found: what the file calls its columns, and its rows below."""

    sheet: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    errors: frozenset[tuple[int, int]] = frozenset()

    @property
    def fingerprint(self) -> str:
        """By which its layout is remembered."""
        return columns.fingerprint(self.header)


@dataclass(frozen=True)
class Entry:
    """A person of the roster: where they stand in it, what it says of them (only what it says), their branch."""

    sheet: str
    row: int
    values: Mapping[str, str]
    branch: str
    group: str = ""

    @property
    def name(self) -> str:
        """The name."""
        return self.values.get("name", "")


@dataclass(frozen=True)
class Reading:
    """A roster that was read."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]

    @property
    def defects(self) -> tuple[Finding, ...]:
        """What refuses it."""
        return tuple(one for one in self.findings if one.severity == "defect")


def tables(grids: Iterable[Grid]) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """The sheets that are rosters; of the others it is said that they were not read."""
    found, findings = [], []
    for grid in grids:
        at = columns.header_row([[cell.text for cell in cells] for _, cells in grid.rows[:_LOOK]])
        if at is None:
            message = "没有认出表头：至少要有“姓名”和另外一列。这张表没有读。"
            findings.append(Finding("warning", "", grid.sheet, 1, "", message, "是名册的，写上表头；不是的，不用管。"))
            continue
        number, cells = grid.rows[at]
        header = tuple(cell.text for cell in cells)
        found.append(Table(grid.sheet, number, header, grid.rows[at + 1 :], grid.errors))
    if not found:
        remedy = "写一行表头，例如：姓名、公民身份号码、所在党支部、人员类别、入党日期。"
        findings.append(Finding("defect", "", "", None, "", "文件里没有一张名册。", remedy))
    return tuple(found), tuple(findings)


def read(held: Sequence[Table], layouts: Mapping[str, Layout], places: Places, today: date) -> Reading:
    """Every person of the roster, or every reason why not. `layouts` by sheet."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    sound: list[Entry] = []
    for table in held:
        for number, cells in table.rows:
            row = _Row(table, layouts[table.sheet], number, cells, today, findings)
            entry = row.read(places)
            if entry is not None:
                entries.append(entry)
                if row.is_sound:
                    sound.append(entry)
    findings += _repeated(entries, held, layouts)
    return Reading(tuple(sound), tuple(findings))


def one(given: Mapping[str, str], today: date) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """What is typed of one person into a form, checked like a row of a roster; a finding's column is the identifier."""
    order = tuple(given)
    cells = tuple(Cell(text.strip()) for text in given.values())
    findings: list[Finding] = []
    row = _Row(Table("", 0, order, ()), dict(enumerate(order)), 1, cells, today, findings)
    row.check()
    return row.values, tuple(findings)


def agreement(values: Mapping[str, str], today: date) -> tuple[Finding, ...]:
    """What does not agree among values that were read, whoever said them; a finding's column is the identifier."""
    order = tuple(values)
    row = _Row(Table("", 0, order, ()), dict(enumerate(order)), 1, (), today, [], dict(values))
    row.agree()
    return tuple(row.findings)


@dataclass
class _Row:
    table: Table
    layout: Layout
    number: int
    cells: tuple[Cell, ...]
    today: date
    findings: list[Finding]
    values: dict[str, str] = field(default_factory=dict)
    is_sound: bool = False

    def __post_init__(self) -> None:
        self.given = {
            column: self.cells[position]
            for position, column in self.layout.items()
            if position < len(self.cells) and self.cells[position].text
        }

    def say(self, severity: Severity, column: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(severity, "", self.table.sheet, self.number, self.header(column), message, remedy))

    def header(self, column: str) -> str:
        return next((self.table.header[at] for at, one in self.layout.items() if one == column), "")

    def read(self, places: Places) -> Entry | None:
        before = len(self.findings)
        broken = [at for at in self.layout if (self.number, at + 1) in self.table.errors]
        for position in broken:
            self.say("defect", self.layout[position], "这一格的公式出错了，没有值。", "把它改成值，不用公式。")
        if not self.given or self.is_no_person():
            return None
        self.check()
        entry = self.placed(places)
        self.is_sound = all(one.severity == "warning" for one in self.findings[before:])
        return entry

    def check(self) -> None:
        """Each cell by itself, then all together."""
        for column, cell in self.given.items():
            self.take(column, cell)
        self.agree()

    def is_no_person(self) -> bool:
        """Sums at the foot, notes, and people who are no members yet: said, and not read."""
        name = self.given.get("name", Cell()).text
        kind = self.given.get("kind", Cell()).text
        if plain(name) in columns.outside("rows"):
            return True
        if kind in columns.outside("kinds"):
            self.say(
                "warning", "kind", f"{shown(kind)}还不是党员，这一行没有读。", "不用管；已经接收为预备党员的，改类别。"
            )
            return True
        if not name and "identity" not in self.given and len(self.given) < 3:
            self.say("warning", "name", "没有姓名，这一行没有读。", "是表下面的说明就不用管；是一个人的，补上姓名。")
            return True
        if not name:
            self.say("defect", "name", "没有姓名。", "补上姓名。")
        return False

    def take(self, column: str, cell: Cell) -> None:
        form = columns.columns()[column].form
        if form == "identity" and identity.is_hidden(cell.text):
            self.say("warning", column, "号码里打了星号，没有读。", "要登记号码的，从原来的系统导出没有打星号的。")
            return
        try:
            value = _READ[form](column, cell)
        except CellError as wrong:
            self.say("defect", column, wrong.message, wrong.remedy)
            return
        if len(value) > _LONGEST.get(column, 100):
            longest = _LONGEST.get(column, 100)
            self.say("defect", column, f"这一格有{len(value)}个字，最多{longest}个。", "写短一点。")
            return
        self.values[column] = value

    def agree(self) -> None:
        """Number, birth, sex and days agree among themselves (R11: signs 7 to 14 and 17)."""
        number = self.values.get("identity")
        if number is not None:
            said = identity.Identity(number)
            born = said.born.isoformat()
            if not days.says_no_more(self.values.setdefault("born", born), born):
                message = f"出生日期和号码里的不一样：号码里是 {born}。"
                self.say("defect", "born", message, "核对号码和出生日期。")
            self.values["born"] = born
            if self.values.setdefault("sex", said.sex) != said.sex:
                message = f"性别和号码不一样：号码的第17位是{columns.shown('sex', said.sex)}。"
                self.say("defect", "sex", message, "核对号码和性别。")
        self._future()
        for earlier, later in (("born", "joined"), ("joined", "confirmed"), ("joined", "since")):
            one, other = self.values.get(earlier), self.values.get(later)
            if one and other and days.first(one) > days.last(other):
                at, before = columns.label(later), columns.label(earlier)
                self.say("defect", later, f"{at} {other} 早于{before} {one}。", f"核对{before}和{at}。")
        self._grown_up()
        confirmed = self.values.get("confirmed")
        if self.values.get("kind") == "probationary" and confirmed and days.last(confirmed) <= self.today:
            self.say(
                "defect", "kind", "写的是预备党员，又有转正日期。", "已经转正的改人员类别；没有转正的去掉转正日期。"
            )

    def _future(self) -> None:
        for column in ("born", "joined", "confirmed", "since"):
            value = self.values.get(column)
            if value and days.first(value) > self.today:
                self.say("defect", column, f"{columns.label(column)} {value} 还没有到。", "核对年份。")

    def _grown_up(self) -> None:
        born, joined = self.values.get("born"), self.values.get("joined")
        if (
            born
            and joined
            and days.first(born) <= days.last(joined) < _birthday(days.first(born), columns.age_at_joining())
        ):
            message = f"入党时还不满{columns.age_at_joining()}岁。"
            self.say("warning", "joined", message, "核对出生日期和入党日期；确实如此的不用改。")

    def placed(self, places: Places) -> Entry:
        """The entry, with its branch and group as codes."""
        written = self.given.get("branch", Cell()).text
        branch = places.branch(written, self.table.sheet)
        if not branch.code:
            self.say("defect", "branch", branch.message, branch.remedy)
        group = places.group(branch.code, self.given.get("group", Cell()).text)
        if branch.code and group.message:
            self.say("defect", "group", group.message, group.remedy)
        return Entry(self.table.sheet, self.number, MappingProxyType(self.values), branch.code, group.code)


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _name(_: str, cell: Cell) -> str:
    return _BETWEEN_HAN.sub("", free_text(cell.text))


def _identity(_: str, cell: Cell) -> str:
    return identity.read(cell.text, is_number=cell.is_number).number


def _code(_: str, cell: Cell) -> str:
    return identifier(cell.text)


def _word(column: str, cell: Cell) -> str:
    found = columns.words(column).get(plain(cell.text))
    if found is None:
        raise CellError(f"不认识 {shown(cell.text)}。", f"写其中一个：{'、'.join(columns.labels(column).values())}。")
    return found


def _day(_: str, cell: Cell) -> str:
    return days.read(cell.text, is_number=cell.is_number)


def _text(_: str, cell: Cell) -> str:
    return free_text(cell.text)


def phone(text: str) -> str:
    """A telephone number, or several. Raises `CellError`, which does not quote it."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if not _PHONE.fullmatch(folded) or sum(one.isdigit() for one in folded) < 7:
        raise CellError("这不像电话号码。", "写手机号，或者带区号的电话；几个号码用顿号隔开。")
    return folded


_READ: Final[Mapping[str, Callable[[str, Cell], str]]] = MappingProxyType({
    "name": _name, "identity": _identity, "code": _code, "word": _word, "day": _day, "text": _text,
    "branch": _text, "group": _text, "phone": lambda _, cell: phone(cell.text),
})  # fmt: skip


def _repeated(entries: Sequence[Entry], held: Sequence[Table], layouts: Mapping[str, Layout]) -> Iterator[Finding]:
    """One person twice: by number, by code, or by name in a branch where nothing tells two people apart."""
    headers = {table.sheet: (table.header, layouts[table.sheet]) for table in held}
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        for column in ("identity", "code"):
            if value := entry.values.get(column):
                yield from _twice((column, value), column, entry, seen, headers)
        if not {"identity", "code"} & entry.values.keys():
            yield from _twice(("name", entry.branch, entry.name), "name", entry, seen, headers)


def _twice(
    key: tuple[str, ...], column: str, entry: Entry, seen: dict[tuple[str, ...], Entry],
    headers: Mapping[str, tuple[tuple[str, ...], Layout]],
) -> Iterator[Finding]:  # fmt: skip
    before = seen.setdefault(key, entry)
    if before is entry:
        return
    where = f"第{before.row}行" if before.sheet == entry.sheet else f"“{before.sheet}”第{before.row}行"
    header, layout = headers[entry.sheet]
    title = next((header[at] for at, one in layout.items() if one == column), "")
    remedy = "是同一个人就删掉一行；不是的，" + ("补上公民身份号码。" if column == "name" else "核对号码。")
    message = f"{columns.label(column)}与{where}相同。"
    yield Finding("defect", "", entry.sheet, entry.row, title, message, remedy)
