"""The site with the addresses of `bad_day_urls` on a free port, in a process of its own; prints its address."""

import os
import sys
from pathlib import Path
from wsgiref.simple_server import make_server

import django

sys.path.append(str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from served import Quiet, Server

import tables


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "dengxiaming.conf.settings"
    django.setup()
    from django.conf import settings  # noqa: PLC0415  先要有设置

    settings.ROOT_URLCONF = "bad_day_urls"
    from dengxiaming.conf.wsgi import application  # noqa: PLC0415  同上

    tables.prepare()
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
