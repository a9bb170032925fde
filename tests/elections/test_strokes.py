"""Names in the order of strokes (R3-7)."""

import pytest

from dengxiaming.areas.elections import strokes


def test_R3_7_fewer_strokes_first_then_by_the_first_stroke() -> None:
    names = ["黄河", "丁一", "马文", "于明", "王芳", "方正", "刘洋", "李强", "张伟", "陈静"]
    order = strokes.order(dict(zip(names, names, strict=True)), {})
    assert order == ("丁一", "于明", "马文", "王芳", "方正", "刘洋", "李强", "张伟", "陈静", "黄河")


@pytest.mark.parametrize(("name", "number"), [("丁", 2), ("王", 4), ("陈", 7), ("郑", 8), ("黄", 11), ("魏", 17)])
def test_R3_7_strokes_as_written_today(name: str, number: int) -> None:
    assert strokes.key(name, {})[0] == number


def test_a_surname_the_table_does_not_know_is_told() -> None:
    assert strokes.unknown(["尕丹", "王芳"], {}) == ("尕",)
    told = strokes.read("尕=5，犇12")
    assert told == {"尕": 5, "犇": 12}
    assert strokes.order({"1": "李强", "2": "尕丹", "3": "王芳"}, told) == ("3", "2", "1")
    with pytest.raises(ValueError, match="读不懂"):
        strokes.read("尕：五")


def test_every_surname_of_the_sample_is_known() -> None:
    from dengxiaming.exchange.sample import names  # noqa: PLC0415  只在这里用

    assert strokes.unknown(names._SURNAMES, {}) == ()
