"""Trial encryption: with the public key, the definition and everything that is stored, try every choice of every voter.

A naive digest of what a form sent is tried the same way, to show that trying is an attack.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from attacks import OURS_MARKS, Ask
from voted_site import OPTIONS

from dengxiaming.areas.ballots import core, sealing


def agreeing(vote: Mapping[str, Any], ask: Ask) -> int:
    """How many voters a try gives away: sealed again it is the same, or its digest stands in a token."""
    code = vote["code"]
    (text, lock) = ask(f"SELECT definition, lock FROM ballots_ballot WHERE code = '{code}'")[0]  # noqa: S608  自己的编号
    paper, public = core.Definition.read(text), sealing.Lock.read(lock).public
    stored = {member: bytes(sealed) for member, sealed in ask(OURS_MARKS.format("sealed", code))}
    digests = {row[0] for row in ask("SELECT digest FROM journal_token")} | {
        row[0] for row in ask("SELECT token FROM journal_token")
    }
    found = set()
    for member, sealed in stored.items():
        for choice in OPTIONS:
            marks = core.Marks({"q1": choice, "q2": "no"})
            if sealing.seal(paper, marks, public, member) == sealed or digests & set(tried(code, choice)):
                found.add(member)
    return len(found)


def tried(code: str, choice: str) -> Iterable[str]:
    """The digests that a form's content would leave, in the ways our own forms elsewhere do it."""
    places = [("c-q1", [f"{OPTIONS.index(choice):02}"]), ("c-q2", ["01"]), ("do", ["cast"])]
    named = [("c-q1", [choice]), ("c-q2", ["no"]), ("do", ["cast"])]
    forms = [repr((f"/ballots/{code}/", sent)) for sent in (places, named)]
    for text in (*forms, json.dumps({"q1": choice, "q2": "no"}), choice, f"{code}{choice}"):
        yield hashlib.sha256(text.encode()).hexdigest()


def naive_agreeing(truth: Mapping[str, str]) -> int:
    """A table that keeps, for repeated forms, the digest of what was sent: every voter is named by trying three."""
    kept = {member: hashlib.sha256(choice.encode()).hexdigest() for member, choice in truth.items()}
    guessed = {
        member: next(one for one in OPTIONS if hashlib.sha256(one.encode()).hexdigest() == digest)
        for member, digest in kept.items()
    }
    return sum(guessed[member] == choice for member, choice in truth.items())
