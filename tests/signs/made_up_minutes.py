"""Made-up minutes of made-up branches: each writer picks words, order and subjects anew (made_up_words.toml)."""

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from dengxiaming.areas.gatherings.likeness import Elsewhere, Passage, Written, closest, counted, fingerprints, telling

WORDS = tomllib.loads(Path(__file__).with_name("made_up_words.toml").read_text(encoding="utf-8"))
PEOPLE = WORDS["people"]


def resolution(rng: random.Random) -> str:
    """One writer's sentence: who, when, what, how and what then; some are left out, and the order is their own."""
    what = rng.choice(WORDS["what"][rng.choice(list(WORDS["what"]))])
    if rng.random() < 0.8:  # 大多数事情有自己的地方和东西，少数就是那几句
        place = "".join(rng.choice(WORDS[part]) for part in ("hills", "waters", "places"))
        what = f"到{place}{rng.choice(WORDS['verbs'])}{rng.choice(WORDS['things'])}，{what}"
    who = rng.choice(WORDS["who"]).format(*rng.sample(PEOPLE, 2))
    when = rng.choice(WORDS["when"]).format(rng.randint(1, 12), rng.randint(1, 28))
    head = rng.choice((f"{when}{who}{what}", f"{who}{when}{what}", f"{what}，{when}做，{who}负责"))
    tail = rng.sample(WORDS["how"], rng.randint(0, 2)) + rng.sample(WORDS["after"], rng.randint(0, 1))
    return "，".join([head, *tail]) + "。"


def set_formulas(rng: random.Random) -> str:
    expected = rng.randint(8, 40)
    chair, recorder = rng.sample(PEOPLE, 2)
    return (
        f"会议由支部书记{chair}同志主持，{recorder}记录。"
        f"应到会党员{expected}人，实到{expected - 2}人，请假2人，符合规定人数。"
        f"会议强调，要进一步提高政治站位，切实把思想和行动统一到中央决策部署上来，"
        f"充分发挥党支部战斗堡垒作用和党员先锋模范作用。"
        f"经与会党员举手表决，赞成{expected - 2}票，反对0票，弃权0票，一致同意以上决议。主持人宣布会议结束。"
    )


def minutes(rng: random.Random, code: str, sentences: int = 4) -> Written:
    """What a record holds: formulas, resolutions, and what was said."""
    resolved = "".join(resolution(rng) for _ in range(sentences))
    said = "：".join((rng.choice(PEOPLE), resolution(rng)))
    return Written(code, (Passage(set_formulas(rng), False), Passage(resolved, False), Passage(said, True)))


def copied(rng: random.Random, sentence: str) -> str:
    """A sentence as somebody takes it over: other names, figures, spaces, width, perhaps a short word more."""
    taken = sentence
    for name in PEOPLE:
        taken = taken.replace(name, rng.choice(PEOPLE))
    taken = taken.replace("，", rng.choice(("，", ", ", " ，"))).replace("党员", rng.choice(("党员", "同志")), 1)
    taken = "".join(str(rng.randint(1, 9)) if sign.isdigit() else sign for sign in taken)
    return rng.choice(("", "", "今年", "还是")) + taken


class Table:
    """What the database does: it counts and finds rows of (fingerprint, key of a sentence)."""

    def __init__(self) -> None:
        self.sentences: list[Elsewhere] = []
        self.held: dict[int, list[int]] = defaultdict(list)

    def add(self, written: Written, organization: str) -> None:
        for sentence in counted(written.passages):
            for value in fingerprints(sentence):
                self.held[value].append(len(self.sentences))
            self.sentences.append(Elsewhere(written.code, organization, sentence))

    def candidates(self, written: Written) -> list[Elsewhere]:
        sentences = counted(written.passages)
        asked = {value for sentence in sentences for value in fingerprints(sentence)} & self.held.keys()
        looked_up = telling(sentences, {value: len(self.held[value]) for value in asked})
        rows = (
            (value, key) for value in {v for values in looked_up.values() for v in values} for key in self.held[value]
        )
        return [self.sentences[key] for key in sorted(closest(looked_up, rows))]


def a_city(seed: int, branches: int, records: int) -> Iterator[tuple[str, Written]]:
    """(organisation, record), each record written by itself."""
    rng = random.Random(seed)
    for branch in range(branches):
        for number in range(records):
            yield f"B{branch}", minutes(rng, f"G{branch}-{number}")
