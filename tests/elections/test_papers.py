"""The papers of an election: every letter and table holds what it is about; a ballot bears no number and no mark."""

import io
import zipfile
from datetime import UTC, date, datetime
from re import sub

import pytest

from dengxiaming.papers.blocks import OFFICIAL
from dengxiaming.papers.election_papers import paper
from dengxiaming.papers.election_papers.form import Ballot, Candidate, Elected, ElectionPapers

AT = datetime(2026, 11, 25, tzinfo=UTC)
ON = date(2026, 11, 25)
COUNTED = (Candidate("丁一", 8, 1, 0, elected=True), Candidate("王芳", 2, 6, 1), Candidate("方正", 1, written_in=True))


def form(name: str) -> ElectionPapers:
    return ElectionPapers(
        name, "换届", "第一支部", "某局机关党委", ON, "三楼会议室", "委员3名，书记1名", "酝酿了三次",
        (("委员", ("丁一", "于明")), ("书记", ("于明",))), date(2026, 11, 1), date(2026, 11, 8), "某党〔2026〕8号",
        date(2026, 11, 26), date(2026, 12, 3), "某党〔2026〕9号", 9, 8,
        ("丁一", "于明", "刘洋"), (("李强", "正在服刑"),), ("陈静",), "张伟", "马文",
        (Ballot("委员", "第一次投票", 3, 9, 8, COUNTED, True, 8, 8, 7, "张伟", "陈静", ("至少5票——R3-10",)),),
        (Elected("于明", "书记", "支委会选举"), Elected("丁一", "委员", "党员大会选举"),
         Elected("马文", "代表", "同上")),
        "党员代表大会", (("第一支部", 3, ("丁一", "马文")), ("第二支部", 12, ("王芳",))),
    )  # fmt: skip


def text(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(paper.docx(form(name), AT))) as archive:
        return sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())


SAYS = {
    "request": ("关于换届选举的请示", "某局机关党委：", "委员3名，书记1名", "酝酿了三次", "丁一、于明",
                "李强（正在服刑）", "2026年11月1日", "召开党员代表大会", "共15名：第一支部3名；第二支部12名"),
    "permit": ("关于第一支部换届选举的批复", "某党〔2026〕8号", "同意", "2026年11月8日"),
    "report": ("应到会9人，到会8人", "于明任书记", "丁一任委员", "2026年11月26日", "请予审查的代表：马文"),
    "approval": ("某党〔2026〕9号", "于明任书记", "丁一任委员", "2026年12月3日", "确认马文为党员代表大会代表"),
    "delegates": ("代表名单", "党员代表大会", "第一支部", "12", "丁一、马文"),
    "nominees": ("候选人名单", "以姓氏笔画为序", "丁一", "于明"),
    "register": ("选举人名册", "应到会9人", "刘洋", "李强（正在服刑）"),
    "ballot": ("选票", "应选3名", "丁一", "王芳", "另选他人", "废票"),
    "count": ("计票单", "张伟", "陈静", "当选", "另选"),
    "result": ("选举结果报告单", "三楼会议室", "马文", "书记于明（支委会选举）", "至少5票——R3-10"),
}  # fmt: skip


@pytest.mark.parametrize("name", paper.NAMES)
def test_every_paper_says_what_it_is_about(name: str) -> None:
    said = text(name)
    assert [one for one in SAYS[name] if one not in said] == []
    assert paper.pdf(form(name), AT).startswith(b"%PDF")


def test_R3_7_a_ballot_has_no_number_no_votes_and_nobody_written_in() -> None:
    said = text("ballot")
    assert "方正" not in said
    assert "ZB" not in said
    assert "编号" not in said


@pytest.mark.parametrize("name", ["request", "permit", "report", "approval"])
def test_R11_letters_are_official_papers(name: str) -> None:
    made = paper.paper(form(name))
    assert made.sheet == OFFICIAL
    assert made.blocks[-1].style == "official_sign"  # type: ignore[union-attr]  # 最后一块是成文日期


def test_a_part_nobody_needs_is_left_out() -> None:
    from dataclasses import replace  # noqa: PLC0415  只有这里用

    with zipfile.ZipFile(
        io.BytesIO(paper.docx(replace(form("request"), excused=(), text="", units=()), AT))
    ) as archive:
        said = sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
    assert "不计入应到会" not in said
    assert "二、候选人预备人选" in said
