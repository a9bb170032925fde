"""A single sign-on of our own on the loopback: discovery, token, userinfo, as OpenID Connect Core 1.0 has them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import time
from typing import Any

import jwt

CLIENT, SECRET = "dengxiaming", "a shared secret of thirty-two bytes or more"


class Provider(ThreadingHTTPServer):
    """`told` is what it says of whoever signs in; `asked` is what was asked of it."""

    told: dict[str, Any]
    asked: list[tuple[str, str]]

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        issuer = self.server.issuer
        self._say(
            self.server.told
            if self.path == "/userinfo"
            else {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "jwks_uri": f"{issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, sent))
        claims = {
            "iss": self.server.issuer, "aud": CLIENT, "iat": int(time()), "exp": int(time()) + 60, **self.server.told
        }  # fmt: skip
        self._say({
            "access_token": "at", "token_type": "Bearer", "id_token": jwt.encode(claims, SECRET, algorithm="HS256")
        })  # fmt: skip

    def _say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Iterator[Provider]:
    with Provider(("127.0.0.1", 0), Answers) as server:
        server.told, server.asked = {}, []
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()
