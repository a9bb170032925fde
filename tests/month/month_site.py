"""A site of its own whose demonstration secretary's branch has held nothing this year: everything is still to do.

DXM_DATA=FOLDER DXM_DEMO=1 DXM_TODAY=2026-11-24 python tests/month/month_site.py
"""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final
from wsgiref.simple_server import make_server

import django
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from served import Quiet, Server

import tables

BRANCH: Final = "ZB003"
ABOVE: Final = "ZZ01"
YEAR: Final = date(2026, 1, 1)
MONTH: Final = date(2026, 11, 1)


def main() -> None:
    django.setup()
    from dengxiaming.areas.members import queries as members  # noqa: PLC0415  先要有设置，才能读它们
    from dengxiaming.conf.wsgi import application  # noqa: PLC0415  同上
    from dengxiaming.duties import actions  # noqa: PLC0415  同上
    from dengxiaming.exchange.sample import build_sample  # noqa: PLC0415  同上
    from dengxiaming.ground import clock  # noqa: PLC0415  同上
    from dengxiaming.ground.actions import Hand, make_demo_accounts  # noqa: PLC0415  同上

    held = build_sample(1, "small").facts
    own = (pl.col("organization_id") == BRANCH) & (pl.col("on") >= YEAR)
    # 上面总支这个月自己去过社区的那一次也拿掉：这个支部去了，总支才算做到（S9-1）
    above = (pl.col("organization_id") == ABOVE) & (pl.col("on") >= MONTH)
    own |= above & pl.col("kinds").list.contains("community_service")
    acts = held.acts.filter(~own)
    left = set(held.acts["id"]) - set(held.acts.filter(own)["id"]) | set(held.triggers["id"])
    acts = acts.with_columns(pl.col("answers").list.filter(pl.element().is_in(list(left))))
    attendance = held.attendance.filter(pl.col("act_id").is_in(acts["id"].to_list()))
    tables.prepare()
    actions.load_facts(replace(held, acts=acts, attendance=attendance))
    make_demo_accounts(members.names, Hand(clock.now()))
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
