"""Set formulas leave nothing to compare; what people write themselves stays."""

import pytest
from made_up_minutes import Passage, counted

from dengxiaming.areas.gatherings.formulas import FORMULAS, without
from dengxiaming.areas.gatherings.likeness import is_compared, own_words

EXAMPLES = [formula["example"] for group in ("opening", "clause", "phrase") for formula in FORMULAS[group]]


@pytest.mark.parametrize("clause", EXAMPLES)
def test_each_formula_takes_its_own_example_away(clause: str) -> None:
    assert not without(clause)


@pytest.mark.parametrize(
    "sentence",
    [
        "会议由支部书记云杉同志主持，秋桐记录，全体在岗党员参加会议。",
        "应到会党员 14 人，实到 11 人，请假 2 人，缺席 1 人，符合规定人数。",
        "经与会党员举手表决，赞成11票，反对0票，弃权0票，一致同意以上决议。",
        "会议强调，要进一步提高政治站位，切实把思想和行动统一到中央决策部署上来。",
        "会议指出，要充分发挥党支部战斗堡垒作用和党员先锋模范作用，确保各项工作落到实处。",
        "大会在雄壮的国际歌声中胜利闭幕，主持人宣布会议结束。",
        "会议学习了《关于加强和改进机关党的建设的意见》《机关基层组织工作条例》。",
        "书记领学了“实干担当、清正廉洁、心里始终装着群众的冷暖安危”。",
        "会议时间：2026年3月15日14:30",
    ],
)
def test_what_everybody_writes_is_not_compared(sentence: str) -> None:
    assert not is_compared(sentence), own_words(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "12月起每周巡河一次，两人一组，结果报支委会。",
        "会议决定，由石榆带两名年轻党员把下游塌了的护坡拍下来报河长办。",
        "一是把窗口午间值守的人排好，二是给外地来办事的群众开一张流程单。",
        "会后由组织委员核对每名党员的交纳基数，少交的本月补上。",
    ],
)
def test_what_a_branch_decided_itself_is_compared(sentence: str) -> None:
    assert is_compared(sentence), own_words(sentence)


def test_what_somebody_said_is_never_among_the_compared() -> None:
    said = "石榆：第二段河道结冰早，应先查，查完再定十二月怎么走。"
    assert counted([Passage(said, spoken=False)]) == (said,)
    assert not counted([Passage(said, spoken=True)])
