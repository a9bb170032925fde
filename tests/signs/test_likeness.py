"""Sentences nearly the same as earlier ones: found whatever the dressing, and only where they are one's own."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_minutes import a_city, resolution, set_formulas

from dengxiaming.areas.gatherings.likeness import (
    NEAR,
    SHARED_BY,
    Elsewhere,
    Likeness,
    Passage,
    Written,
    counted,
    fingerprints,
    likenesses,
    near,
    sentences,
)

PATROL = "12月起每周沿青水河巡查一次，两人一组，发现倾倒垃圾的当场劝阻，结果报支委会。"


def written(code: str, *texts: str) -> Written:
    return Written(code, tuple(Passage(text, spoken=False) for text in texts))


def earlier(text: str, code: str = "G1", organization: str = "B2") -> Elsewhere:
    return Elsewhere(code, organization, text)


seeds = st.integers(0, 10_000).map(random.Random)
own_sentences = seeds.map(resolution)
anything = st.text(st.sampled_from("党员会议同意巡河，。、《》“”0９三 月日到人\n；！ａB"), max_size=80)


def test_the_same_sentence_in_another_record_is_shown_beside_ones_own() -> None:
    found = likenesses(written("G9", f"会议由书记主持。{PATROL}散会。"), [earlier(PATROL)])
    assert found == (Likeness(PATROL, 1.0, earlier(PATROL)),)


def test_another_date_another_name_another_width_is_still_nearly_the_same() -> None:
    other = "三月起 每周沿青水河巡查１次,三人一组,发现倾倒垃圾的当场劝阻,结果报支委会"
    (found,) = likenesses(written("G9", PATROL), [earlier(other)])
    assert (found.sentence, found.other.text, found.score) == (PATROL, other, 1.0)


def test_only_the_nearest_sentence_of_each_other_record() -> None:
    nearly = PATROL.replace("当场", "马上")
    found = likenesses(written("G9", PATROL), [earlier(nearly), earlier(PATROL), earlier(nearly, "G2")])
    assert [(one.other.code, one.other.text) for one in found] == [("G1", PATROL), ("G2", nearly)]


def test_a_joint_gathering_is_one_record_and_not_its_own_copy() -> None:
    assert not likenesses(written("G9", PATROL), [earlier(PATROL, "G9")])


def test_ones_own_earlier_minutes_count_as_well() -> None:
    assert likenesses(written("G9", PATROL), [earlier(PATROL, "G3", "B1")])


@pytest.mark.parametrize("branches", [SHARED_BY - 1, SHARED_BY, SHARED_BY + 1])
def test_what_five_organisations_have_comes_from_one_paper(branches: int) -> None:
    """都照抄上级的同一份部署，不是互相照抄."""
    found = likenesses(written("G9", PATROL), [earlier(PATROL, f"G{n}", f"B{n}x") for n in range(branches)])
    assert bool(found) == (branches < SHARED_BY)


def test_one_branch_five_times_is_not_five_branches() -> None:
    assert len(likenesses(written("G9", PATROL), [earlier(PATROL, f"G{n}") for n in range(SHARED_BY)])) == SHARED_BY


def test_a_sentence_of_the_document_studied_is_the_documents() -> None:
    document = f"市河长办关于冬季巡河的通知。各支部{PATROL}请认真执行。"
    assert not likenesses(written("G9", PATROL), [earlier(PATROL)], [document])
    assert likenesses(written("G9", PATROL), [earlier(PATROL)], ["市河长办关于冬季巡河的通知。请各支部自己安排。"])


def test_a_long_quotation_is_somebody_elses_text_and_a_short_one_a_term() -> None:
    quoted = "“每周沿青水河巡查一次，发现倾倒垃圾的当场劝阻”。"
    assert not likenesses(written("G9", quoted), [earlier(quoted)])
    term = "把“三会一课”排进值班表，谁轮休谁补课，组织委员月底前排好。"
    assert likenesses(written("G9", term), [earlier(term)])


def test_a_draft_is_checked_by_the_same_call() -> None:
    draft = Written("草稿", (Passage(PATROL, spoken=False), Passage(f"山杏：{PATROL}", spoken=True)))
    assert len(likenesses(draft, [earlier(PATROL)])) == 1


def test_sentences_end_where_people_end_them() -> None:
    assert list(sentences("学习《讲话》；讨论。\n“不变。也不等。”散会\n。")) == [
        "学习《讲话》；",
        "讨论。",
        "“不变。也不等。”散会",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12月起每周巡河一次，两人一组，结果报支委会。", "巡河改为隔天走一遍，谁当班谁去，有事直接打河长办电话。"),
        ("由组织委员核对每名党员的交纳基数，少交的本月补上。", "调资以后党费要重算，请会计先把名单对一遍再通知大家。"),
        ("到桦林社区认领五个微心愿，年底前办完。", "桦林社区报来的微心愿有五个，每人挑一个，办好了回来说一声。"),
        ("窗口午间留一人值守，外地群众随到随办。", "中午也要有人在窗口，特别是从外地赶来的，不能让人白跑。"),
        ("给两户困难党员送过冬的煤，由副书记带队。", "过冬的煤先紧着困难的两户，车由后勤出，副书记跟着去。"),
        ("补上缺席党员的学习，两周之内由党小组长负责。", "没来的三名同志由各自的组长在两周里把内容讲一遍。"),
        ("把会议记录漏填表决的几次找出来，注明原因补上。", "翻一遍今年的记录本，表决那一栏空着的写清楚为什么空着。"),
        ("每名党员准备一道应知应会的题目，下次会上互相问。", "下次会上互相考，题目自己出，从应知应会的范围里挑。"),
    ],
)
def test_two_people_writing_of_the_same_thing_stay_apart(one: str, other: str) -> None:
    assert near(one, other) < 0.7


@given(one=own_sentences | anything, other=own_sentences | anything)
def test_near_is_the_same_both_ways_and_within_bounds(one: str, other: str) -> None:
    assert near(one, other) == near(other, one)
    assert 0 <= near(one, other) <= 1


@given(sentence=own_sentences, rng=seeds)
def test_identical_text_is_found_whatever_the_spacing_width_and_figures(sentence: str, rng: random.Random) -> None:
    assert near(sentence, sentence) == 1
    other = dressed(sentence, rng)
    assert near(sentence, other) == 1
    assert fingerprints(sentence) == fingerprints(other)
    assert likenesses(written("G9", sentence), [earlier(other)])


def dressed(sentence: str, rng: random.Random) -> str:
    """The sentence with other figures, full or half width, and spaces anywhere but inside a number."""
    digits = {**{str(n): chr(0xFF10 + rng.randint(1, 9)) for n in range(10)}, "，": rng.choice(("，", ",", "、"))}
    return "".join(
        digits.get(sign, sign) + (" " if rng.random() < 0.3 and not sign.isdigit() else "") for sign in sentence
    )


@given(rng=seeds)
def test_set_formulas_are_never_reported(rng: random.Random) -> None:
    mine = set_formulas(rng)
    assert not counted(written("G9", mine).passages)
    assert not likenesses(written("G9", mine), [earlier(one) for one in sentences(mine)])


@given(rng=seeds)
def test_the_order_of_what_is_compared_changes_nothing(rng: random.Random) -> None:
    city = [Elsewhere(record.code, who, one) for who, record in a_city(3, 4, 2) for one in counted(record.passages)]
    texts = [rng.choice(city).text for _ in range(5)]
    straight = likenesses(written("G9", *texts), city)
    rng.shuffle(city)
    assert likenesses(written("G9", *texts), city) == straight
    rng.shuffle(texts)
    assert set(likenesses(written("G9", *texts), city)) == set(straight)


@given(text=anything)
def test_any_text_is_read_without_trouble(text: str) -> None:
    assert all(sentence in text for sentence in sentences(text))
    for value in fingerprints(text):
        assert -(2**63) <= value < 2**63
    likenesses(written("G9", text), [earlier(text)])


def test_the_fingerprints_are_the_same_in_every_process() -> None:
    """表里存着旧的，所以不能变；变了要重算整张表."""
    assert min(fingerprints(PATROL)) == -9074166307913791142


def test_near_enough_shares_a_fingerprint_where_eight_characters_stand_together() -> None:
    other = PATROL.replace("发现倾倒垃圾的", "看见有人乱扔的")
    assert near(PATROL, other) < NEAR
    assert fingerprints(PATROL) & fingerprints(other)
