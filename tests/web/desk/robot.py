"""A group robot on this machine: keeps what it was sent, answers as it was told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


@dataclass
class Robot:
    """`answer` is what it says, `status` with which HTTP status, `moved` where it would send one on to."""

    address: str = ""
    answer: bytes = b"{}"
    status: int = 200
    moved: str = ""
    got: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def robot() -> Iterator[Robot]:
    """It listens on a free port of the loopback."""
    held = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.got.append((self.headers["Content-Type"], json.loads(body)))
            self.send_response(held.status)
            if held.moved:
                self.send_header("Location", held.moved)
            self.send_header("Content-Length", str(len(held.answer)))
            self.end_headers()
            self.wfile.write(held.answer)

        def do_GET(self) -> None:
            """Where somebody follows a redirect after all."""
            held.got.append(("GET", self.path))
            self.send_response(200)
            self.send_header("Content-Length", str(len(held.answer)))
            self.end_headers()
            self.wfile.write(held.answer)

        def log_message(self, *_: object) -> None:
            """Silence."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        held.address = f"http://127.0.0.1:{server.server_port}/hook"
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield held
        server.shutdown()
        thread.join()
