"""A folder of TOML becomes one rulebook; a wrong word is named with file, line and the nearest right one."""

import doctest
import shutil
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from dengxiaming.law import locator, thresholds, tree, words
from dengxiaming.law.loader import RulebookError, load_rulebook, shipped
from dengxiaming.law.locator import is_locator, normal, numeral, shown
from dengxiaming.law.places import places
from dengxiaming.law.words import ALL, BEARERS, FORMS, NUMBERS

SMALL = Path(__file__).parent / "small_rulebook"

ADVISORY = [
    "D1-1", "D1-2", "D1-3", "D1-4", "D1-5", "D1-6", "D1-7", "D1-8", "D2-5", "D3-1", "D3-2", "D3-5", "S1-9",
    "S1-10", "S2-6", "S2-7", "S2-8", "S3-4", "S4-5", "S5-2", "S6-2", "S6-3", "S6-4", "S7-1", "S9-2", "S9-3",
    "S10-1", "S10-2", "Q1-2", "Q2-1", "Q3-1", "Q3-2", "Q4-1", "Q5-1", "L1-1", "L2-3", "L4-2",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "book"))


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the one place in a file; the line it stands in."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refusals(folder: Path) -> list[str]:
    with pytest.raises(RulebookError) as error:
        load_rulebook(folder)
    return [str(finding) for finding in error.value.findings]


def test_the_shipped_rulebook_holds_the_90_clauses_in_the_order_of_the_table() -> None:
    book = load_rulebook()
    names = list(book.rules)
    assert len(names) == 90
    assert names[:2] == ["D1-1", "D1-2"]
    assert names.index("S9-3") < names.index("S10-1") < names.index("Q1-1")
    assert names[-1] == "L4-2"
    assert book.effective_from == date(2020, 6, 17)
    assert {name for section in book.sections for name in section.rules} == set(names)
    assert [problem.id for problem in book.problems] == [f"P{number}" for number in range(1, 10)]


def test_the_advisory_list_of_the_contract_comes_out_of_the_origins() -> None:
    book = load_rulebook()
    day = book.effective_from
    assert {duty.id for duty in book.duties if not duty.is_binding(day)} == set(ADVISORY)


def test_every_judged_duty_uses_only_words_of_the_lists() -> None:
    duties = load_rulebook().duties
    assert {duty.form for duty in duties} == set(FORMS)
    assert {duty.bearer for duty in duties} == set(BEARERS), "a bearer word nobody uses, or one that is not in the list"


def test_every_word_has_a_label_and_a_sentence() -> None:
    for listed in ALL.values():
        for word in listed.values():
            assert word.label, word.id
            assert word.meaning.endswith("。"), word.id


def test_numbers_hold_each_in_its_own_time() -> None:
    required = load_rulebook(SMALL).rules["A1-1"].duties[0].numbers["required"]
    assert [required.at(day).value for day in (date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1))] == [1, 1, 2]


def test_problems_may_name_clauses_by_their_beginning() -> None:
    assert load_rulebook(SMALL).problems[0].rules == ("A1-1", "A1-2", "A1-3", "A1-4", "B1-1")


def test_a_clause_that_only_points_needs_no_further_reason() -> None:
    rule = load_rulebook(SMALL).rules["A1-4"]
    assert (rule.rows, rule.rows_reason) == ("none", "由 A1-1 承担。")


def test_the_edition_is_named_by_its_content(folder: Path) -> None:
    before = load_rulebook(folder)
    assert load_rulebook(folder).content_hash == before.content_hash
    assert before.edition == f"小样 {before.content_hash[:8]}"
    edit(folder, "A1-1.toml", "季末当天也算。", "季末当天，也算。")
    assert load_rulebook(folder).content_hash != before.content_hash


def test_a_rulebook_cannot_be_changed() -> None:
    book = load_rulebook(SMALL)
    with pytest.raises(TypeError):
        book.rules["A1-1"] = book.rules["A1-2"]  # type: ignore[index]  # 试着改，要被拒绝
    with pytest.raises(TypeError):
        book.rules["A1-1"].duties[0].numbers["required"] = None  # type: ignore[index]  # 同上


def test_the_great_error_of_the_brief(folder: Path) -> None:
    line = edit(folder, "A1-1.toml", 'bearer = "branch"', 'bearer = "branhc"')
    assert refusals(folder) == [f'A1-1.toml 第 {line} 行：承担者 "branhc" 不在词表里。是不是 "branch"（支部）？']


@pytest.mark.parametrize(
    ("file", "old", "new", "says", "remedy"),
    [
        ("A1-1.toml", "every  =", "evry   =", "没有 evry 这个键", "every"),
        ("A1-1.toml", '"quarter"', '"weekly"', '周期 "weekly" 不在词表里', "month（每月）"),
        ("A1-1.toml", 'every  = "quarter"', 'every  = "每季"', '"每季" 不在词表里', '标识符 "quarter"'),
        ("A1-1.toml", '"members_meeting", held_by', '"member_meeting", held_by', "活动类型", "members_meeting"),
        ("A1-1.toml", 'held_by = "bearer"', 'held_by = "bearer_or_above"', "谁办的", "bearer_or_below"),
        ("A1-1.toml", 'cite   = "R1-5"', 'cite   = "支部条例第十一条"', "不是上位规定的编号", "R2-3"),
        ("A1-1.toml", 'cite   = "二(一)1"', 'cite   = "二(一)9"', "不在 edition.toml 的目录里", "二(一)1"),
        ("A1-1.toml", "2023-01-01", "2020-06-17", "没有往后排", "晚于"),
        ("A1-1.toml", "value  = 2", "value  = 0", "写成了 0", "1 到"),
        ("A1-1.toml", "value  = 2", 'value  = "2"', "要写整数", "不加引号"),
        ("A1-1.toml", 'section = "二(一)1"', 'section = "二(五)"', "目录里", "是不是"),
        ("A1-1.toml", 'form    = "recurring"', 'form    = "term"', "条款表里 A1-1 的形式不是", "recurring"),
        ("A1-1.toml", 'status = "missed"', 'status = "mised"', "status", "missed"),
        ("A1-2.toml", "as_of    = 2021-04-05", "as_of    = 5", "判定日", "日期"),
        ("A1-2.toml", '"directive"]\n', '"directives"]\n', "回应的事", "directive"),
        ("A1-2.toml", "[[duty.days]]", "[[duty.day]]", "没有 day 这个数", "days"),
        ("A1-2.toml", 'lists = "trigger"', 'lists = "act"', "回应的不是活动", "trigger"),
        ("A1-2.toml", 'cite   = "文件只写“及时”"', 'site   = "文件只写“及时”"', "没有 site 这个键", "cite"),
        ("A1-2.toml", "on = 2021-04-01", "at = 2021-04-01", "没有 at 这个键", "on"),
        ("A1-4.toml", '["A1-1"]', '["A1-11"]', '"A1-11" 的条款', "A1-1"),
        ("B1-1.toml", "document   = { above = 10 }", "document   = { over = 10 }", "没有 over 这个键", "above"),
        ("B1-1.toml", '"covering_organizations"', '"covering_organisations"', "看什么", "covering_organizations"),
        ("B1-3.toml", 'bearer  = "joint_branch"', 'bearer  = "branch"', "不能用在", "周期次数"),
        ("edition.toml", 'rules = ["A1-*", "B1-1"]', 'rules = ["A1-*", "C9-1"]', '"C9-1" 的条款', "。"),
        ("stage.toml", 'extends = "branch"', 'extends = "brunch"', "brunch", "branch"),
        ("stage.toml", 'kind = "party_group"', 'kind = "party_grup"', "party_grup", "party_group"),
    ],
)  # fmt: skip
def test_each_wrong_word_is_named_at_its_line_with_the_remedy(
    folder: Path, file: str, old: str, new: str, says: str, remedy: str
) -> None:
    line = edit(folder, file, old, new)
    found = [text for text in refusals(folder) if says in text]
    assert found, refusals(folder)
    text = found[0]
    assert text.startswith(f"{file} 第 ")
    assert remedy in text
    assert abs(int(text.split()[2]) - line) <= len(old.splitlines())


def test_a_clause_without_rows_says_why_and_what_is_recorded(folder: Path) -> None:
    edit(folder, "A1-3.toml", 'rows_reason = "没有能数的次数和期限。"', "")
    edit(folder, "A1-3.toml", 'records     = "系统记录意见和答复，由人判断。"', "")
    assert refusals(folder) == [
        "A1-3.toml 第 1 行：没有写不全判的原因 rows_reason。用一句话说清为什么没有或只有部分判定行。",
        "A1-3.toml 第 1 行：没有写系统记录什么 records。用一句话说清系统记录什么、由谁决定。",
    ]


def test_every_defect_is_told_at_once(folder: Path) -> None:
    edit(folder, "A1-1.toml", 'bearer = "branch"', 'bearer = "branhc"')
    edit(folder, "A1-2.toml", 'origin = "本"', 'origin = "地"')
    (folder / "B1-3.toml").unlink()
    (folder / "A1-3.toml").write_text("title = \n", encoding="utf-8")
    files = [text.split()[0].split("：")[0] for text in refusals(folder)]
    assert files == ["A1-1.toml", "A1-2.toml", "A1-3.toml", "clauses.toml"]


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("title = “标题”\n", 1, "半角引号"),
        ('title = "一"\ntitle = "二"\n', 2, "同一个键写了两遍"),
        ('title = "一\n', 1, "半角引号"),
        ("a = 1\n\nfrom = 2020-02-30\n", 3, "真的日期"),
        ("[[duty]\nbearer = 1\n", 1, "对照旁边的规则文件"),
        ("标题 = 1\n", 1, "键只用英文字母"),
        ("title = 1 form = 2\n", 1, "一行只写一个键"),
        ("a = [1,\n", 1, "补上没写完的值"),
    ],
)
def test_a_text_that_is_no_toml_is_told_in_chinese(folder: Path, text: str, line: int, remedy: str) -> None:
    (folder / "A1-3.toml").write_text(text, encoding="utf-8")
    (told,) = refusals(folder)
    assert told.startswith(f"A1-3.toml 第 {line} 行：这一行不合 TOML 的写法")
    assert remedy in told


def test_a_file_in_another_encoding_is_told_so(folder: Path) -> None:
    (folder / "A1-3.toml").write_bytes('title = "监督"\n'.encode("gb18030"))
    assert refusals(folder) == ["A1-3.toml 第 1 行：不是 UTF-8 文字。在编辑器里另存为 UTF-8 编码。"]


def test_brackets_without_end_are_refused(folder: Path) -> None:
    (folder / "A1-3.toml").write_text("a = " + "[" * 5000, encoding="utf-8")
    (told,) = refusals(folder)
    assert "套得太深" in told


def test_a_folder_that_is_no_rulebook_is_refused(tmp_path: Path) -> None:
    assert "edition.toml" in refusals(tmp_path)[0]
    assert "没有这个文件夹" in refusals(tmp_path / "nowhere")[0]


def test_a_rulebook_with_another_clause_table_loads_without_a_word_of_python(folder: Path) -> None:
    (folder / "clauses.toml").unlink()
    assert list(load_rulebook(folder).rules) == ["A1-1", "A1-2", "A1-3", "A1-4", "B1-1", "B1-2", "B1-3"]


def test_the_line_of_everything_in_the_shipped_files_is_known() -> None:
    def paths(value: object, above: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
        found: set[tuple[str | int, ...]] = {above} if above else set()
        if isinstance(value, dict):
            for key, inner in value.items():
                found |= paths(inner, (*above, key))
        if isinstance(value, list):
            for index, inner in enumerate(value):
                found |= paths(inner, (*above, index))
        return found

    for file in sorted(shipped().glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        lines = places(text)
        assert paths(tomllib.loads(text)) == set(lines), file.name
        written = text.split("\n")
        for path, line in lines.items():
            if isinstance(path[-1], str):
                assert path[-1] in written[line - 1], (file.name, path)


def test_quoted_and_dotted_keys_and_long_strings_have_their_lines() -> None:
    head = 'a.b = 1\n"c d" = """x\ny"""\n[t."u.v"]\nk = [\n  1, # [[no]]\n'
    text = head + "  { z = '{' },\n]\n[[r]]\n[[r.s]]\nq = 1\n[[r]]\n[r.m]\n"
    lines = places(text)
    assert lines[("a", "b")] == 1
    assert lines[("c d",)] == 2
    assert lines[("t", "u.v", "k", 1, "z")] == 7
    assert lines[("r", 0, "s", 0, "q")] == 11
    assert lines[("r", 1, "m")] == 13


def test_places_are_compared_half_width_and_shown_full_width() -> None:
    assert normal(" 三（二） １０") == "三(二)10"
    assert shown("三(二)10") == "三（二）10"
    assert is_locator("四(三)")
    assert not is_locator("R2-3")
    assert [numeral(text) for text in ("一", "十", "十二", "二十", "二十三", "百")] == [1, 10, 12, 20, 23, 0]


@pytest.mark.parametrize("module", [locator, tree, thresholds, words], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert (outcome.failed, outcome.attempted > 0) == (0, True)


def test_numbers_are_called_by_a_chinese_name_and_a_measure() -> None:
    assert NUMBERS["days"].label == "期限"
    assert NUMBERS["days"].unit == "天"
