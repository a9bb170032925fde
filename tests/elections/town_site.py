"""The town of these tests as a site in a process of its own: prints its address, and a session for each person.

DXM_DATA=FOLDER DXM_DEMO=1 DXM_BALLOT_QUICK=1 DXM_TODAY=2026-11-25 python tests/elections/town_site.py
"""

import json
import sys
from pathlib import Path
from wsgiref.simple_server import make_server

import django

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from served import Quiet, Server

import tables


def main() -> None:
    django.setup()
    sys.path.insert(0, str(Path(__file__).parent))
    import town  # noqa: PLC0415  先要有设置，才能读它们
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415  同上
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415  同上

    from dengxiaming.areas.members import core, queries  # noqa: PLC0415  同上
    from dengxiaming.conf.wsgi import application  # noqa: PLC0415  同上
    from dengxiaming.ground import actions as ground  # noqa: PLC0415  同上
    from dengxiaming.ground import clock  # noqa: PLC0415  同上
    from dengxiaming.ground.actions import Hand, Wanted  # noqa: PLC0415  同上

    tables.prepare()
    town.build()
    ground.replace_grants(core.grants(queries.spans()))
    sessions = {}
    for code, name in town.NAMES.items():
        account = ground.create_account(Wanted(code.lower(), name, code), Hand(clock.now()))
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session["signed_in_at"] = session["seen_at"] = int(clock.now().timestamp())
        session.save()
        sessions[code] = session.session_key
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet) as server:
        print(json.dumps({"address": f"http://127.0.0.1:{server.server_port}", "sessions": sessions}), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
