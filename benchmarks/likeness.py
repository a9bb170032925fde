"""How long the copying sign takes (P9): `python -m benchmarks.likeness [SENTENCES]`, 300000 unless told.

A database of made-up minutes is made once under var/bench; then new records are looked at as the site does it before
saving and on signing: candidates by fingerprint, then letter by letter. Nothing here is asserted; figures are printed.
"""

import os
import random
import statistics
import sys
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from benchmarks import sets

SENTENCES = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
DATA = sets.HELD / f"likeness-{SENTENCES}"
BRANCHES, EACH = 400, 4
os.environ["DXM_DATA"] = str(DATA)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")
sys.path.insert(0, str(sets.ROOT / "tests" / "signs"))

import django  # noqa: E402  设置在上面

django.setup()

from django.core.management import call_command  # noqa: E402  django.setup 之后才能导入
from django.db import connection, transaction  # noqa: E402  django.setup 之后才能导入
from made_up_minutes import copied, minutes  # noqa: E402  路径在上面

from dengxiaming.areas.gatherings import candidates, likeness  # noqa: E402  django.setup 之后才能导入
from dengxiaming.areas.gatherings.likeness import Passage, Written  # noqa: E402  django.setup 之后才能导入
from dengxiaming.areas.gatherings.models import Fingerprint, Gathering, Holder, Sentence  # noqa: E402  同上
from dengxiaming.areas.organs.models import Organization  # noqa: E402  django.setup 之后才能导入


def make() -> None:
    """Every branch with as many signed records as it takes, a transaction a branch."""
    call_command("migrate", verbosity=0)
    rng = random.Random(sets.SEED)
    for number in range(Organization.objects.count(), BRANCHES):
        with transaction.atomic():
            branch = Organization.objects.create(code=f"B{number}", kind="branch")
            fill(branch, rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill(branch: Organization, rng: random.Random) -> None:
    for number in range(SENTENCES // BRANCHES // EACH):
        code = f"G{branch.code}-{number}"
        gathering = Gathering.objects.create(code=code, kinds="members_meeting", on=date(2026, 3, 15))
        signed_at = datetime(2026, 3, 15, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
        holder = Holder.objects.create(gathering=gathering, organization=branch, act=code, recorded_at=signed_at)
        texts = likeness.counted(minutes(rng, code, EACH).passages)
        held = Sentence.objects.bulk_create(Sentence(holder=holder, text=text) for text in texts)
        Fingerprint.objects.bulk_create(
            Fingerprint(sentence=one, value=value) for one in held for value in likeness.fingerprints(one.text)
        )


def look(record: Written) -> tuple[float, float, int, int]:
    """Seconds by the clock and of the processor, sentences compared, likenesses; nothing remembered from before."""
    likeness.own_words.cache_clear()
    began, used = time.perf_counter(), time.process_time()
    others = candidates.alike(record.code, likeness.counted(record.passages))
    found = likeness.likenesses(record, others)
    return time.perf_counter() - began, time.process_time() - used, len(others), len(found)


def measure(size: int, times: int = 50) -> None:
    """Records of `size` sentences, one of them taken over from somewhere."""
    rng = random.Random(size)
    looked = []
    for number in range(times):
        source = Sentence.objects.order_by("pk")[rng.randrange(SENTENCES // 2)].text
        own = minutes(rng, f"N{number}", size - 1)
        taken = Passage(copied(rng, source), spoken=False)
        looked.append(look(Written(own.code, (*own.passages, taken))))
    clock, processor, compared, found = (sorted(column) for column in zip(*looked, strict=True))
    late = round(0.95 * times) - 1
    print(
        f"{size:3} 句：钟上中位 {statistics.median(clock) * 1000:.0f} 毫秒、95% 在 {clock[late] * 1000:.0f} 毫秒以内，"
        f"处理器中位 {statistics.median(processor) * 1000:.0f} 毫秒，"
        f"逐字比 {statistics.mean(compared):.0f} 句，{times} 条里 {sum(map(bool, found))} 条有相同的"
    )


def main() -> None:
    began = time.perf_counter()
    make()
    made = time.perf_counter() - began
    print(f"以往 {Sentence.objects.count()} 句，指纹 {Fingerprint.objects.count()} 行；造了 {made:.0f} 秒")
    for size in (1, 4, 12, 40):
        measure(size)


if __name__ == "__main__":
    main()
