"""A site with a fact set in it, kept under var/bench and loaded again when the generator changes: the sample city, or
ten times it. Importing this sets Django up; the size is the program's second word (`benchmarks.__main__.child`).
"""

import os
import shutil
import sys
from typing import Any, Final

from benchmarks import sets

SIZE: Final = sys.argv[2]
DATA: Final = sets.HELD / f"site-{SIZE}"
os.environ["DXM_DATA"] = str(DATA)
os.environ["DXM_TODAY"] = str(sets.as_of("city"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")

import django  # noqa: E402  设置在上面

django.setup()

from benchmarks.tenfold import tenfold  # noqa: E402  django.setup 之后才能导入
from dengxiaming.areas.members import queries as members  # noqa: E402  同上
from dengxiaming.areas.organs.models import Organization  # noqa: E402  同上
from dengxiaming.conf.wsgi import settle  # noqa: E402  django.setup 之后才能导入
from dengxiaming.duties import actions  # noqa: E402  同上
from dengxiaming.duties.models import Verdict  # noqa: E402  同上
from dengxiaming.ground import actions as accounts  # noqa: E402  同上
from dengxiaming.ground import clock  # noqa: E402  同上


def prepare() -> dict[str, Any]:
    """The site; how long loading and judging its facts took, and what it holds."""
    mark = DATA / "made_by"
    stands = mark.exists() and mark.read_text(encoding="utf-8").split()[0] == sets.generator()
    if not stands:
        shutil.rmtree(DATA, ignore_errors=True)
        DATA.mkdir(parents=True)
    actions.prepare()
    if not stands:
        loaded = actions.load_facts(tenfold() if SIZE == "tenfold" else sets.load(SIZE))
        accounts.make_demo_accounts(members.names, accounts.Hand(clock.now()))
        mark.write_text(f"{sets.generator()} {loaded.seconds}", encoding="utf-8")
    actions.tick(clock.today())
    settle()  # 像城市里那样供网页的进程
    seconds = float(mark.read_text(encoding="utf-8").split()[1])
    held = {"organizations": Organization.objects.count(), "members": members.member_keys().height}
    return {"load_seconds": seconds, "judged": Verdict.objects.count(), **held}
