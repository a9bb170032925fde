"""The small city in a database of its own, written to by many at once; a process of its own (DXM_DATA, DATABASE_URL).

python living_city.py build | write THREADS EACH FIRST | check | serve PORT
Every line that is printed is an acknowledgement: it comes after the verb ended, and nothing is buffered.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "dengxiaming.conf.settings"
HERE: Final = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "gatherings"), str(HERE.parent)]
django.setup()

import branch  # noqa: E402  先要有设置
import small_city  # noqa: E402  同上
from django.db import OperationalError, connection  # noqa: E402  同上

import tables  # noqa: E402  同上
from dengxiaming.areas.gatherings import actions as gatherings  # noqa: E402  同上
from dengxiaming.areas.members import actions as members  # noqa: E402  同上
from dengxiaming.areas.members.models import Trigger  # noqa: E402  同上
from dengxiaming.areas.talks import actions as talks  # noqa: E402  同上
from dengxiaming.areas.talks.core import Read as Talk  # noqa: E402  同上
from dengxiaming.areas.talks.models import Talk as TalkRow  # noqa: E402  同上
from dengxiaming.ground.codes import new_code  # noqa: E402  同上
from dengxiaming.journal.actions import Receipt, Repeated  # noqa: E402  同上
from dengxiaming.journal.models import Entry, Seal  # noqa: E402  同上
from dengxiaming.journal.snapshot import snapshot  # noqa: E402  同上

Done = tuple[str, Receipt | None]


def build() -> None:
    """The tables, and what was imported."""
    tables.prepare()
    small_city.imported()
    say(entries=Entry.objects.count())


def raise_trigger(token: str) -> Done:
    return members.raise_trigger(
        members.Happened("job_change", branch.DAY, f"M{random.randint(1, 9)}"), branch.SECRETARY, branch.AT, token
    )


def talk(token: str) -> Done:
    held = Talk("M1", (f"M{random.randint(2, 9)}",), branch.DAY, "individual", "谈心", "", ())
    return talks.record(held, "ZB1", branch.SECRETARY, branch.AT, token)


def gathering(token: str) -> Done:
    code, (home, by) = new_code("G"), random.choice([("ZB1", branch.RECORDER), ("ZB2", branch.OTHER)])
    who = {} if home == "ZB1" else {"chair": "N1", "recorder": "N1"}
    version = gatherings.save_draft(code, home, branch.form(home, "theme_day", **who), 0, by, branch.AT)
    return code, gatherings.sign(code, version, by, branch.AT, token)


def write(threads: str, each: str, first: str) -> None:
    """So many writers, each with so many verbs one after the other, `first` being the number of the first; at the end
    all of them send one form, the same in every process.
    """

    def writer(number: int) -> None:
        for turn in range(int(each)):
            verb = (raise_trigger, talk, gathering)[(number + turn) % 3]
            code, receipt = until_done(verb, f"w{number}-{turn}")
            assert receipt is not None
            say(writer=number, code=code, index=receipt.index)
        until_done(same)
        connection.close()

    with ThreadPoolExecutor(int(threads)) as pool:
        list(pool.map(writer, range(int(first), int(first) + int(threads))))


def until_done(verb: Callable[..., Any], *words: str) -> Any:  # noqa: ANN401  whatever the verb gives
    """Send the same form again where the database was too busy, as the page tells people to do."""
    while True:
        try:
            return verb(*words)
        except OperationalError:
            say(busy=True)
            connection.close()


def same() -> None:
    """The one form."""
    held = Talk("M1", ("M2",), branch.DAY, "individual", "同一份", "", ())
    try:
        code, receipt = talks.record(held, "ZB1", branch.SECRETARY, branch.AT, "same-form", b"same")
        assert receipt is not None
        say(form=code, index=receipt.index)
    except Repeated as before:
        say(form=before.answer, index=None)


def check() -> None:
    """What is there at one moment: which codes an entry holds, how many entries and records; what does not hold."""
    with snapshot():
        say(
            entries=Entry.objects.count(),
            held={str(seal.entry_id): seal.code for seal in Seal.objects.filter(version=1)},
            triggers=list(Trigger.objects.exclude(raised_by=None).values_list("code", flat=True)),
            same=TalkRow.objects.filter(reason="同一份").count(),
            findings=[f"{one.where}：{one.sentence}" for one in small_city.findings()],
        )


def serve(port: str) -> None:
    """The site with one address more (`living_urls`), as `dengxiaming serve` runs it."""
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    from granian import Granian  # noqa: PLC0415  只有这里用
    from granian.constants import Interfaces  # noqa: PLC0415  同上
    from granian.log import LogLevels  # noqa: PLC0415  同上

    Granian(
        "living_urls:application", address="127.0.0.1", port=int(port), interface=Interfaces.WSGI,
        blocking_threads=4, websockets=False, log_level=LogLevels.error,
    ).serve()  # fmt: skip


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()


DONE: Final[dict[str, Callable[..., None]]] = {
    "build": build, "write": write, "check": check, "serve": serve,
}  # fmt: skip
if __name__ == "__main__":
    DONE[sys.argv[1]](*sys.argv[2:])
