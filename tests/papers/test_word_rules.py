"""Word is stricter than LibreOffice: every paper keeps the order, the ids and the fonts Word insists on.

There is no Word here; these are the schema's rules in our own words, so that nobody is first to see 「文件已损坏」.
"""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from filled import SAMPLES
from printed import Printed
from word_rules import broken
from worst import CROWD


@pytest.mark.parametrize("name", [*SAMPLES, *CROWD])
def test_word_has_nothing_to_repair(printed: Printed, name: str) -> None:
    assert broken(printed.docx(name).read_bytes()) == []


def damaged(package: bytes, part: str, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as given, zipfile.ZipFile(out, "w") as taken:
        for name in given.namelist():
            held = given.read(name)
            if name == part:
                held = change(held.decode()).encode()
                assert held != given.read(name)
            taken.writestr(name, held)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: re.sub(r"(<w:tblW [^>]*/>)(.*?)(<w:tblLayout [^>]*/>)", r"\3\2\1", text, count=1), "次序"),
        (lambda text: re.sub(r"(<w:pPr>.*?</w:pPr>)(<w:r>.*?</w:r>)", r"\2\1", text, count=1), "最前面"),
        (lambda text: re.sub(r"(<w:tc>.*?</w:tcPr>)<w:p>.*?</w:p></w:tc>", r"\1</w:tc>", text, count=1), "段落"),
        (lambda text: text.replace('w:name="minutes2"', 'w:name="minutes1"'), "两个"),
        (lambda text: text.replace('w:name="minutes2"', 'w:name="2"'), "不认"),
        (lambda text: re.sub(r'<wp:docPr id="\d+"', '<wp:docPr id="1"', text), "图的号"),
        (lambda text: re.sub(r'<w:gridSpan w:val="3"/>', '<w:gridSpan w:val="2"/>', text, count=1), "列"),
        (lambda text: text.replace('w:eastAsia="黑体" ', "").replace(' w:eastAsia="黑体"', ""), "eastAsia"),
        (lambda text: re.sub(r'w:line="(\d+)"', r'w:line="\1.5"', text, count=1), "整数"),
        (lambda text: re.sub(r'w:pStyle w:val="[a-z]+"', 'w:pStyle w:val="absent"', text, count=1), "样式"),
        (lambda text: text.replace('r:embed="', 'r:embed="x'), "关系"),
    ],
)
def test_what_word_would_refuse_is_told(printed: Printed, change: Callable[[str], str], told: str) -> None:
    whole = printed.docx("book").read_bytes()
    part = "word/styles.xml" if told == "eastAsia" else "word/document.xml"
    assert any(told in words for words in broken(damaged(whole, part, change)))
