"""Serve the sample of a size on a free port of this machine and print the address: for browser tests and screenshots.

DXM_DATA=FOLDER DXM_DEMO=1 DXM_TODAY=2026-11-24 python tests/web/served.py small|city
"""

import os
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

sys.path.insert(0, str(Path(__file__).parents[1]))

import tables


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: what goes wrong comes back as a page."""


def main(size: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")
    django.setup()
    from dengxiaming.areas.members import queries as members  # noqa: PLC0415  先要有设置，才能读它们
    from dengxiaming.conf.wsgi import application  # noqa: PLC0415  同上
    from dengxiaming.duties import actions  # noqa: PLC0415  同上
    from dengxiaming.ground import clock  # noqa: PLC0415  同上
    from dengxiaming.ground.actions import Hand, make_demo_accounts  # noqa: PLC0415  同上

    tables.prepare()
    actions.load_sample(1, size)
    make_demo_accounts(members.names, Hand(clock.now()))
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
