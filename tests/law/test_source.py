"""An official text read by its own numbering. The text is invented, with the quirks of texts copied from the web."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengxiaming.law.loader import load_rulebook
from dengxiaming.law.source import SourceError, beside, parse_source, read_source

TEXT = """您现在的位置:网站首页>通知公告 > 详细内容

关于整理 公共书架的若干意见

文章来源: 作者: 发布时间:2021年03月01日 点击数: 字体:

书架是大家的书架。理好书架,人人方便。

\u00a0  一、总体要求

   书要有地方放,人要有地方坐。

\u3000\u3000二、先看毛病

(一)解决书放错地方的问题。

（二） 解决借了不还的问题。

  三、具体办法

(一)定下三个人的事

  1.管理员的事。每月清点一次;缺的补上,2020.5版以前的旧书另放。

  2．小组长的事。每周归架一次。

  (二)定下几项规矩

1.借书要登记。登记写三样:名字、日期、书名。

   2. 还书要检查。(一)类书当面查;其余的抽查。

３、破损要修。修不好的换。

    4 . 遗失要赔。

  四、抓好落实

  (一)加强领导。大家一起来。
  抓一抓,理一理。

  (二)坚持长久。


【打印文章】 【添加收藏】
"""

PLACES = [
    ("一", 9), ("二", 13), ("二(一)", 15), ("二(二)", 17), ("三", 19), ("三(一)", 21), ("三(一)1", 23), ("三(一)2", 25),
    ("三(二)", 27), ("三(二)1", 29), ("三(二)2", 31), ("三(二)3", 33), ("三(二)4", 35), ("四", 37), ("四(一)", 39),
    ("四(二)", 42),
]  # fmt: skip


def test_the_clause_tree_comes_out_of_the_texts_own_numbering() -> None:
    tree = parse_source(TEXT)
    assert [(node.locator, node.line) for node in tree.walk()] == PLACES
    assert [node.locator for node in tree.roots] == ["一", "二", "三", "四"]
    assert [node.locator for node in tree.roots[2].children[1].children] == ["三(二)1", "三(二)2", "三(二)3", "三(二)4"]
    assert tree.findings == ()


def test_each_place_has_its_first_sentence_and_its_text() -> None:
    nodes = {node.locator: node for node in parse_source(TEXT).walk()}
    assert nodes["一"].title == "总体要求"
    assert nodes["一"].text == "总体要求\n书要有地方放,人要有地方坐。"
    assert nodes["三(一)1"].title == "管理员的事"
    assert nodes["三(二)2"].text == "还书要检查。(一)类书当面查;其余的抽查。"
    assert nodes["四(一)"].text == "加强领导。大家一起来。\n抓一抓,理一理。"


def test_the_sites_own_lines_are_left_out_and_the_title_stands_before() -> None:
    tree = parse_source(TEXT)
    assert tree.preamble == ("关于整理 公共书架的若干意见", "书架是大家的书架。理好书架,人人方便。")
    assert len(tree.left_out) == 3
    assert all("打印" not in node.text for node in tree.walk())


def test_paragraphs_run_together_in_one_line_are_parted_where_the_next_number_follows() -> None:
    tree = parse_source("一、总则。先说清。 二、办法。(一)登记。1.写名字。2.写日期。(二)检查。9.不算数。三、附则。")
    assert [node.locator for node in tree.walk()] == ["一", "二", "二(一)", "二(一)1", "二(一)2", "二(二)", "三"]


def test_numbers_that_go_back_are_text_and_jumps_are_told() -> None:
    tree = parse_source("一、甲\n二、乙\n(一)子\n(三)寅\n二、又来\n四、丁\n")
    assert [node.locator for node in tree.walk()] == ["一", "二", "二(一)", "二(三)", "四"]
    told = [str(finding) for finding in tree.findings]
    assert told == [
        "原文 第 4 行：编号从1跳到3，中间少了。核对原文有没有漏一段。",
        "原文 第 5 行：编号2又往回走了，当作上一段的正文。核对这一段的编号。",
        "原文 第 6 行：编号从2跳到4，中间少了。核对原文有没有漏一段。",
    ]
    assert "又来" in next(node for node in tree.walk() if node.locator == "二(三)").text


def test_a_year_or_a_decimal_at_the_head_of_a_line_is_no_number() -> None:
    tree = parse_source("一、甲\n2020年起。\n3.5倍。\n10.20日。\n")
    assert [node.locator for node in tree.walk()] == ["一"]


def test_numbers_beyond_ten_are_read() -> None:
    chinese = [*"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九"), "二十", "二十一"]
    text = "\n".join(f"{number}、第{number}。" for number in chinese)
    assert [node.locator for node in parse_source(text).walk()] == chinese


def invented(locators: list[str]) -> str:
    """An invented text with these places, each on a line of its own."""
    lines = ["关于某事的意见"]
    for locator in locators:
        digits = re.search(r"\d+$", locator)
        bracket = re.search(r"\([^)]*\)$", locator)
        mark = f"{digits[0]}." if digits else (bracket[0] if bracket else f"{locator}、")
        lines.append(f"  {mark}这里说{len(lines)}。")
    return "\n".join(lines)


def test_text_and_rules_stand_side_by_side_by_place() -> None:
    book = load_rulebook()
    tree = parse_source(invented([section.locator for section in book.sections]))
    laid = beside(tree, book)
    assert laid.findings == ()
    assert [pair.locator for pair in laid.pairs] == [section.locator for section in book.sections]
    assert all(pair.node is not None and pair.section is not None for pair in laid.pairs)
    met = next(pair for pair in laid.pairs if pair.locator == "三(二)2")
    assert [rule.id for rule in met.rules] == [f"S2-{number}" for number in range(1, 9)]
    assert sum(len(pair.rules) for pair in laid.pairs) == len(book.rules)


def test_places_of_rules_the_text_lacks_are_named_with_the_rules() -> None:
    book = load_rulebook()
    kept = [section.locator for section in book.sections if section.locator not in {"三(二)9", "三(二)10"}]
    laid = beside(parse_source(invented(kept), "意见.txt"), book)
    told = [str(finding) for finding in laid.findings]
    assert told[0].startswith("意见.txt：原文里没有找到三（二）9，S9-1、S9-2、S9-3 写着出自这里。")
    assert len(told) == 2
    assert [(pair.locator, pair.node) for pair in laid.pairs[-2:]] == [("三(二)9", None), ("三(二)10", None)]


def test_a_place_only_the_text_has_is_shown_without_rules() -> None:
    laid = beside(parse_source("一、甲\n五、戊\n"), load_rulebook())
    extra = next(pair for pair in laid.pairs if pair.locator == "五")
    assert (extra.section, extra.rules) == (None, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_texts_in_the_usual_encodings_are_read_alike(tmp_path: Path, encoding: str, newline: str) -> None:
    file = tmp_path / "意见.txt"
    file.write_bytes(TEXT.replace("\n", newline).encode(encoding))
    assert [(node.locator, node.line) for node in read_source(file).walk()] == PLACES


def refusal(file: Path) -> str:
    with pytest.raises(SourceError) as error:
        read_source(file)
    return str(error.value)


REFUSED = [
    (b"", "是空的"),
    (b" \n\t\r\n", "空的"),
    ("没有编号的一段话。".encode(), "没有认出编号"),
    (b"%PDF-1.7 ...", "这是 PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 Word"),
    (b"a\0b\0c", "不是文字文件"),
    (b"\xff\xff\xff\xff", "编码认不出来"),
    (b"\xff\xfe\x00\xd8", "认不出来"),
    ("<!DOCTYPE html><html><body>一、甲</body></html>".encode(), "是网页"),
    ("一、甲。\n".encode() * 400_000, "太大"),
]


@pytest.mark.parametrize(("raw", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_what_is_no_official_text_is_refused_in_chinese(tmp_path: Path, raw: bytes, says: str) -> None:
    file = tmp_path / "文.txt"
    file.write_bytes(raw)
    told = refusal(file)
    assert says in told
    assert told.endswith("。")


def test_a_word_file_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "文.docx", "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    assert "另存为纯文本" in refusal(tmp_path / "文.docx")
    assert "是文件夹" in refusal(tmp_path)
    assert "读不了" in refusal(tmp_path / "没有.txt")


@given(text=st.text(st.sampled_from("一二三十、（）()1２3.．。 \n　\u00a0甲【】打印:\x0b\u2028"), max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse_source(text)
    except SourceError as error:
        assert str(error).endswith("。")  # noqa: PT017  the other outcome is checked below
        return
    locators = [node.locator for node in tree.walk()]
    assert locators
    assert len(set(locators)) == len(locators), "two places of one name"
    written = re.sub(r"\s", "", text)
    for node in tree.walk():
        assert re.sub(r"\s", "", node.text) in written, "no text is invented or moved"


@given(raw=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.mktemp("source") / "文.txt"
    file.write_bytes(raw)
    try:
        assert read_source(file).roots
    except SourceError as error:
        assert str(error).endswith("。")  # noqa: PT017  the other outcome is checked above
