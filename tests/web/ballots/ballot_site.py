"""A site with a ballot in every state, in a process of its own: prints its address, sessions and the ballots' codes.

DXM_DATA=FOLDER DXM_DEMO=1 DXM_BALLOT_QUICK=1 DXM_TODAY=2026-11-26 python tests/web/ballots/ballot_site.py
"""

import json
import sys
from pathlib import Path
from wsgiref.simple_server import make_server

import django

HERE = Path(__file__).parent


def main() -> None:
    django.setup()
    sys.path[:0] = [
        str(HERE),
        str(HERE.parent),
        str(HERE.parent / "records"),
        str(HERE.parents[1] / "gatherings"),
        str(HERE.parents[1]),
    ]
    import two_branches  # noqa: PLC0415  同上
    from django.conf import settings  # noqa: PLC0415  同上
    from every_state import every_state  # noqa: PLC0415  同上
    from served import Quiet, Server  # noqa: PLC0415  同上

    import tables  # noqa: PLC0415  先要有设置，才能读它们
    from dengxiaming.conf.wsgi import application  # noqa: PLC0415  同上

    tables.prepare()
    two_branches.build_site()
    name = settings.SESSION_COOKIE_NAME
    sessions = {who: two_branches.signed_in(who).cookies[name].value for who in ("M1", "M2", "M4", "M8", "M9", "N1")}
    told = {"sessions": sessions, "codes": every_state()}
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet) as server:
        print(json.dumps({"address": f"http://127.0.0.1:{server.server_port}", **told}), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
