"""The two branches as a site in a process of its own, ZB1's meeting of the day signed: prints its address and sessions.

DXM_DATA=FOLDER DXM_DEMO=1 DXM_BALLOT_QUICK=1 DXM_TODAY=2026-11-26 python tests/appraisals/appraisal_site.py
"""

import json
import sys
from pathlib import Path
from wsgiref.simple_server import make_server

import django

HERE = Path(__file__).parent


def main() -> None:
    django.setup()
    tests = HERE.parent
    sys.path[:0] = [
        str(HERE),
        str(tests),
        str(tests / "web"),
        str(tests / "web" / "records"),
        str(tests / "gatherings"),
    ]
    import branch  # noqa: PLC0415  先要有设置，才能读它们
    import two_branches  # noqa: PLC0415  同上
    from django.conf import settings  # noqa: PLC0415  同上
    from served import Quiet, Server  # noqa: PLC0415  同上

    import tables  # noqa: PLC0415  同上
    from dengxiaming.conf.wsgi import application  # noqa: PLC0415  同上
    from dengxiaming.ground import clock, touch  # noqa: PLC0415  同上

    tables.prepare()
    two_branches.build_site()
    touch._hooks.clear()  # 这里没有人问判定
    meeting = branch.form("ZB1", "appraisal", "organization_life", on=clock.today().isoformat(), theme="民主评议会")
    branch.signed(meeting, at=clock.now())
    name = settings.SESSION_COOKIE_NAME
    sessions = {who: two_branches.signed_in(who).cookies[name].value for who in ("M1", "M2", "M4", "M5", "M8", "M9")}
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet) as server:
        print(json.dumps({"address": f"http://127.0.0.1:{server.server_port}", "sessions": sessions}), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
