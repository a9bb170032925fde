"""Which sentences of a new record are nearly the same as sentences of earlier records (P9): pure, told everything.

A sentence is compared by its own words alone: punctuation, spaces, width, figures and dates are made neutral; titles,
longer quotations and the set formulas of minutes are taken out. What is left shorter than `SHORTEST` is not looked at,
nor is anything spoken: what a person said is nobody's text to compare (decisions, unsaid 10; principle 15).

A table keeps the `counted` sentences with their `fingerprints`, indexed. For a new record it is asked twice, how many
sentences hold each fingerprint and which hold the `telling` ones, and only the `closest` are compared letter by letter.

>>> near("会议决定，三月起每周巡河一次，两人一组，结果报支委会。", "大会决定,12月起每周巡河 1次,两人一组, 结果报支委会")
1.0
>>> near("会议由书记主持，应到14人，实到11人。", "会议由书记主持，应到14人，实到11人。")
0.0
"""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from unicodedata import normalize

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from dengxiaming.areas.gatherings import formulas

NEAR: Final = 0.85
"""From here two sentences are nearly the same: one character in seven may differ. Sentences two people wrote on one
subject stay below 0.7 (tests/signs); a copy with a name and a word changed stays above."""

SHORTEST: Final = 12
"""Fewer own Chinese characters than this say too little: two people hit on the same ten by themselves."""

QUOTED: Final = 8
"""A quotation from this many characters on is somebody else's text; a shorter one is a term, like “三会一课”."""

SHARED_BY: Final = 5
"""A sentence in the minutes of this many organisations comes from a paper all of them had before them."""

OFFICIAL_SHARE: Final = 0.8
"""A sentence with this share of its five-character runs in a document studied is that document's sentence."""

GRAM: Final = 5
WINDOW: Final = 4
"""Winnowing: of each `WINDOW` neighbouring runs of `GRAM` characters the smallest hash is kept. Sentences with 8
characters in a row in common share a fingerprint for certain, and a table keeps two fifths of all runs."""

RAREST: Final = 6
CLOSEST: Final = 20
"""A sentence is looked up by its `RAREST` fingerprints that fewest sentences hold, and compared with the `CLOSEST` that
share most of them: the work for one sentence is bounded, however many there are and however common its phrases."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a record's text. `spoken`: somebody said it (speech, criticism, opinion), so it is never compared."""

    text: str
    spoken: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A record, or a draft before it is saved, with its text. A joint gathering has one code for all its branches."""

    code: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other side: a record, whose it is, and the words in it. Only for a reader who may read both records."""

    code: str
    organization: str
    text: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """One's own sentence and how near the other one is; `other` stays behind where its record may not be read."""

    sentence: str
    score: float
    other: Elsewhere


_SENTENCE: Final = re.compile(r"(?:《[^《》\n]*》|“[^“”\n]*”|「[^「」\n]*」|[^。！？!?；;\n])+[。！？!?；;]*[”’」）)]*")
_QUOTED: Final = re.compile(r"《[^《》]*》|“([^“”]*)”|「([^「」]*)」|\"([^\"]*)\"")
_CHINESE_FIGURE: Final = re.compile(
    r"[〇零一二两三四五六七八九十百]+(?=年|月|日|号|点|时|季度|届|期|次|人|名|位|票|天|周|项|个|条)"
)
_FIGURE: Final = re.compile(r"\d+(?:[.:,]\d+)*")
_DATE: Final = re.compile(r"(?:0年)?(?:0月)?0[日号]|(?:0年)?0月份?|0年")
_CLAUSE_END: Final = re.compile(r"[^\w%]+")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_NOT_A_WORD: Final = re.compile(r"[\W_]+")


def sentences(text: str) -> Iterator[str]:
    """The sentences as they were written. A full stop inside a title or a quotation ends nothing.

    >>> list(sentences("学习了《讲话》。会上说：“好。就这样。”第二项；散会"))
    ['学习了《讲话》。', '会上说：“好。就这样。”第二项；', '散会']
    """
    for found in _SENTENCE.finditer(text):
        sentence = found[0].strip()
        if _NOT_A_WORD.sub("", sentence):
            yield sentence


@lru_cache(maxsize=4096)
def own_words(sentence: str) -> str:
    """What of a sentence is compared: its own words, without what everybody writes and without what is quoted.

    >>> own_words("会议指出，要把３ 月５日的巡河记录交给 支委会。")
    '要把0日的巡河记录交给支委会'
    """
    spaceless = "".join(_QUOTED.sub(_without_quotation, sentence).split())
    plain = "".join(normalize("NFKC", spaceless).lower().split())
    neutral = _DATE.sub("0日", _FIGURE.sub("0", _CHINESE_FIGURE.sub("0", plain)))
    clauses = (formulas.without(clause) for clause in _CLAUSE_END.split(neutral))
    return _NOT_A_WORD.sub("", "".join(clauses))


def is_compared(sentence: str) -> bool:
    """Whether a sentence has enough own words to be compared at all."""
    return len(_CHINESE.findall(own_words(sentence))) >= SHORTEST


def counted(passages: Iterable[Passage]) -> tuple[str, ...]:
    """The sentences that are compared, as written, each once: these a table keeps, with their fingerprints."""
    written = (passage.text for passage in passages if not passage.spoken)
    return tuple(dict.fromkeys(s for text in written for s in sentences(text) if is_compared(s)))


def fingerprints(sentence: str) -> frozenset[int]:
    """Numbers (64 bits, signed) that a nearly identical sentence shares; none where a sentence is not compared."""
    if not is_compared(sentence):
        return frozenset()
    hashes = [_number(gram) for gram in _grams(own_words(sentence))]
    return frozenset(min(hashes[at : at + WINDOW]) for at in range(len(hashes) - WINDOW + 1))


def telling(sentences: Iterable[str], held: Mapping[int, int]) -> dict[str, tuple[int, ...]]:
    """Each sentence's fingerprints to look up; `held`: how many earlier sentences hold a fingerprint, if any."""
    return {
        sentence: tuple(heapq.nsmallest(RAREST, fingerprints(sentence) & held.keys(), key=lambda one: (held[one], one)))
        for sentence in sentences
    }


def closest(looked_up: Mapping[str, tuple[int, ...]], rows: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The keys of the earlier sentences worth comparing, out of the rows (fingerprint, key) that were looked up."""
    holders: dict[int, list[int]] = defaultdict(list)
    for fingerprint, key in rows:
        holders[fingerprint].append(key)
    found: set[int] = set()
    for fingerprints_ in looked_up.values():
        shared = Counter(key for fingerprint in fingerprints_ for key in holders.get(fingerprint, ()))
        found.update(heapq.nsmallest(CLOSEST, shared, key=lambda key: (-shared[key], key)))
    return frozenset(found)


def near(one: str, other: str) -> float:
    """How much of two sentences' own words agrees, in order: 0 to 1. Sentences that are not compared: 0."""
    if not (is_compared(one) and is_compared(other)):
        return 0.0
    return Indel.normalized_similarity(own_words(one), own_words(other))


def likenesses(
    new: Written, candidates: Collection[Elsewhere], documents: Collection[str] = ()
) -> tuple[Likeness, ...]:
    """The sentences of `new` that an earlier record has nearly the same: in their own order, the nearest first.

    `candidates` are sentences of earlier records that share a fingerprint; more of them do no harm. `documents` are the
    texts studied, where they are at hand: their sentences are not the branch's own. The same call serves a draft.
    """
    studied = frozenset(gram for text in documents for gram in _grams(_bare(text)))
    ours = [sentence for sentence in counted(new.passages) if not _official(sentence, studied)]
    theirs = sorted(
        {one for one in candidates if one.code != new.code and is_compared(one.text)},
        key=lambda one: (one.code, one.organization, one.text),
    )
    if not (ours and theirs):
        return ()
    scores = cdist(
        [own_words(sentence) for sentence in ours], [own_words(one.text) for one in theirs],
        scorer=Indel.normalized_similarity, score_cutoff=NEAR, dtype=np.float64,
    )  # fmt: skip
    found: dict[int, list[Likeness]] = defaultdict(list)
    for row, column in np.argwhere(scores >= NEAR).tolist():
        found[row].append(Likeness(ours[row], float(scores[row, column]), theirs[column]))
    return tuple(one for row in sorted(found) for one in _nearest(found[row]))


def _nearest(found: list[Likeness]) -> list[Likeness]:
    """Of each other record its nearest sentence; nothing where so many organisations have it that it is nobody's."""
    if len({one.other.organization for one in found}) >= SHARED_BY:
        return []
    nearest: dict[str, Likeness] = {}
    for one in sorted(found, key=lambda one: -one.score):
        nearest.setdefault(one.other.code, one)
    return list(nearest.values())


def _official(sentence: str, studied: frozenset[str]) -> bool:
    """Whether a sentence stands in the documents studied. Figures and formulas stay: a document has them as well."""
    grams = _grams(_bare(sentence))
    return bool(studied) and sum(gram in studied for gram in grams) >= OFFICIAL_SHARE * len(grams)


def _bare(text: str) -> str:
    return _NOT_A_WORD.sub("", normalize("NFKC", text).lower())


def _grams(words: str) -> list[str]:
    return [words[at : at + GRAM] for at in range(len(words) - GRAM + 1)]


def _without_quotation(quotation: re.Match[str]) -> str:
    """A title or a longer quotation leaves nothing; a short one is a term and stays."""
    words = _NOT_A_WORD.sub("", quotation[1] or quotation[2] or quotation[3] or "")
    return words if len(words) < QUOTED else ""


def _number(gram: str) -> int:
    return int.from_bytes(blake2b(gram.encode(), digest_size=8).digest(), "big", signed=True)
