"""The server itself: `python -m dengxiaming.cli.server PORT PROCESSES`, begun by `serve` once everything is ready.

A process of its own, because granian forks its workers: a data engine whose threads were already running in the parent
would stand still in the child.
"""

import sys

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

HOST = "127.0.0.1"
_THREADS = 4


def run(port: int, processes: int) -> None:
    """Serve until Ctrl-C."""
    click.echo(f"网站开在 http://{HOST}:{port}，按 Ctrl-C 停下。")
    Granian(
        "dengxiaming.conf.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=_THREADS,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()
    click.echo("网站停了。")


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]))
