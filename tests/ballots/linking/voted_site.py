"""A site in a process of its own on a real file or a real PostgreSQL: votes cast through the real verb, and beside them
a naive table as one would write it without thinking. Run by `test_linking.py`; it says what was done, and waits.

Written to standard output, a line each: the truth (JSON) after the votes, then a word after each further step.
"""

import json
import os
import random
import sys
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import tables

AT: Final = datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
OPTIONS: Final = ("option-red", "option-green", "option-grey")
HOW_MANY: Final = 40


def main(runs: int, seed: int) -> None:
    """Vote, wait, close, wait, empty, wait."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "dengxiaming.conf.settings"
    import django  # noqa: PLC0415  设置要先说好

    django.setup()
    from django.conf import settings  # noqa: PLC0415  同上
    from django.db import connection  # noqa: PLC0415  同上

    settings.BALLOT_MEMORY, settings.BALLOT_PASSES = 64, 1
    tables.prepare()
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_autocheckpoint=0")  # 整本日志都留给攻击的人
    people()
    rng = random.Random(seed)
    said = [voted(rng, run) for run in range(runs)]
    naive(rng, said[0]["truth"])
    say(said)
    from dengxiaming.areas.ballots import actions  # noqa: PLC0415  同上

    for one in said:
        actions.close(one["code"], dict(enumerate(one["slips"], 1)), actor("J1"), AT + timedelta(hours=1))
    forget()
    say("closed")
    today = AT.date() + timedelta(30)
    for one in said:
        actions.empty_sealed(one["code"], actor("J1"), AT + timedelta(30), today)
    say("emptied")


def actor(member: str) -> Any:  # noqa: ANN401  模型要等 Django 备好才装得进来
    from dengxiaming.journal.actor import Actor  # noqa: PLC0415  同上

    return Actor(member.rjust(32, "0"), member)


def people() -> None:
    from dengxiaming.areas.members.models import Member  # noqa: PLC0415  同上
    from dengxiaming.areas.organs.models import Organization  # noqa: PLC0415  同上

    Organization.objects.create(code="ZB1", kind="branch", name="第一支部")
    codes = [f"M{number:02}" for number in range(HOW_MANY)] + ["J1", "J2"]
    Member.objects.bulk_create(Member(code=code, name=f"某{code}") for code in codes)


def voted(rng: random.Random, run: int) -> dict[str, object]:
    """One vote of forty: an option each, and a name of one's own written in, both remembered here alone."""
    from dengxiaming.areas.ballots import actions, core  # noqa: PLC0415  同上

    voters = [f"M{number:02}" for number in range(HOW_MANY)]
    questions = (core.poll("q1", "哪一种", [(one, one[-3:]) for one in OPTIONS]), core.person("q2", "张一"))
    wanted = actions.Wanted("ZB1", f"第{run}次", questions, voters, ("J1", "J2"))
    code = actions.prepare(wanted, actor("M01"), AT)
    slips = actions.draw_slips(code, actor("J1"), AT)
    actions.open_voting(code, dict(enumerate(slips, 1)), actor("J2"), AT)
    truth = {member: rng.choices(OPTIONS, (5, 3, 2))[0] for member in voters}
    order = rng.sample(voters, HOW_MANY)
    for number, member in enumerate(order):
        marks = core.Marks({"q1": truth[member], "q2": "no"}, {"q2": name_of(run, member)})
        token = f"K{rng.randrange(10**9)}"
        actions.cast(code, marks, actor(member), AT + timedelta(seconds=number), token)
    return {"code": code, "slips": slips, "truth": {member: truth[member] for member in order}}


def name_of(run: int, member: str) -> str:
    """What a voter writes in: found anywhere, it gives them away."""
    return f"暗号{run}之{member}"


def naive(rng: random.Random, truth: dict[str, str]) -> None:
    """A mark, and a ballot with a random key and no voter: in one transaction; and a link deleted after the count."""
    from django.db import connection, transaction  # noqa: PLC0415  同上

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_mark (voter varchar(8) PRIMARY KEY)")
        cursor.execute("CREATE TABLE naive_ballot (id varchar(36) PRIMARY KEY, choice text)")
        cursor.execute("CREATE TABLE naive_link (voter varchar(8), choice text)")
        for voter, choice in truth.items():
            with transaction.atomic():
                cursor.execute("INSERT INTO naive_mark VALUES (%s)", [voter])
                ballot = str(UUID(int=rng.getrandbits(128)))
                cursor.execute("INSERT INTO naive_ballot VALUES (%s, %s)", [ballot, choice])
                cursor.execute("INSERT INTO naive_link VALUES (%s, %s)", [voter, f"{voter}chose{choice}"])


def forget() -> None:
    """The naive table's link goes after the count, as a naive designer would have it go."""
    from django.db import connection  # noqa: PLC0415  同上

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete=OFF")
        cursor.execute("DELETE FROM naive_link")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete=ON")


def say(word: object) -> None:
    """Say it, and wait to be told to go on."""
    sys.stdout.write(json.dumps(word) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
