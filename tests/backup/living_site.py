"""A site's database with one administrator and some entries in its journal, in a process of its own.

python living_site.py add N | count | verify | forge | drop   (DXM_DATA, DATABASE_URL)
"""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import django

sys.path.insert(0, str(Path(__file__).parents[1]))

import tables

os.environ["DJANGO_SETTINGS_MODULE"] = "dengxiaming.conf.settings"
django.setup()

from dengxiaming.areas.members.models import Trigger  # noqa: E402  先要有设置
from dengxiaming.chain.note import PublicKey  # noqa: E402  同上
from dengxiaming.ground import clock  # noqa: E402  同上
from dengxiaming.journal import keys  # noqa: E402  同上
from dengxiaming.journal.actions import verb  # noqa: E402  同上
from dengxiaming.journal.actor import Actor  # noqa: E402  同上
from dengxiaming.journal.models import Entry, Seal  # noqa: E402  同上
from dengxiaming.journal.verifying import verify  # noqa: E402  同上

NOTE: Final = "调到“水务局”\n\\N\t'"


def add(times: str) -> None:
    """That many records, each one verb; says each when it is done."""
    tables.prepare()
    first = Trigger.objects.count()
    for number in range(first, first + int(times)):
        with verb("trigger.raise", Actor("a" * 32, "M1"), clock.now()) as work:
            Trigger.objects.create(
                code=f"T{number}", kind="job_change", on=date(2026, 11, 20), note="调到“水务局”\n\\N\t"
            )
            work.seal("trigger", f"T{number}")
        print(number, flush=True)


def count() -> None:
    """Records and entries."""
    print(Trigger.objects.count(), Entry.objects.count())


def check() -> None:
    """How much does not agree with the journal."""
    print(len(list(verify(PublicKey.read(keys.key().vkey)))))


def forge() -> None:
    """Somebody changes an old entry by hand."""
    Entry.objects.filter(index=1).update(body=b"{}")


def drop() -> None:
    """Somebody takes away the last entry."""
    last = Entry.objects.order_by("-index").first()
    assert last is not None
    Seal.objects.filter(entry=last).delete()
    last.delete()


DONE: Final[dict[str, Callable[..., None]]] = {
    "add": add, "count": count, "verify": check, "forge": forge, "drop": drop,
}  # fmt: skip
DONE[sys.argv[1]](*sys.argv[2:])
