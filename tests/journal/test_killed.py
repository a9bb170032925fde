"""kill -9 at random moments while people write: what was acknowledged is there, what is sent again is there once.

DXM_KILLS=200 for that many kills; the normal run has three.
"""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode
from urllib.request import urlopen

from living import IMPORTED, City, city

KILLS = int(os.environ.get("DXM_KILLS", "3"))
PEOPLE = 4
LONGEST = 120


@dataclass
class Client:
    """People who fill in one form after the other, and send each again until it is acknowledged."""

    address: str
    over: Event = field(default_factory=Event)
    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    hopeless: bool = False
    landed: set[str] = field(default_factory=set)
    """Forms that were written before they were acknowledged: the answer was lost, the record was not."""

    def write(self, person: int) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            self._until_acknowledged(f"p{person}-{number}")

    def _until_acknowledged(self, token: str) -> None:
        while token not in self.acknowledged and not self.hopeless:
            try:
                with urlopen(self.address, urlencode({"token": token}).encode(), timeout=60) as answer:  # noqa: S310  http, see free_port
                    code, how = answer.read().decode().split()
            except (OSError, HTTPException, ValueError):
                self.refused += 1
                time.sleep(0.1)
                continue
            if how == "again":
                self.landed.add(token)
            self.acknowledged[token] = code

    def goes_on(self) -> None:
        """Until somebody's form was acknowledged again, and a random moment more."""
        before, end = len(self.acknowledged), time.monotonic() + LONGEST
        while len(self.acknowledged) < before + 2:
            self.hopeless = time.monotonic() > end
            assert not self.hopeless, "网站没有回来"
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.4))


@contextmanager
def writing(address: str) -> Iterator[Client]:
    """People write; at the end each finishes the form in hand."""
    client = Client(address)
    people = [Thread(target=client.write, args=(number,)) for number in range(PEOPLE)]
    for person in people:
        person.start()
    try:
        yield client
        client.goes_on()
    finally:
        client.over.set()
        for person in people:
            person.join(LONGEST)


def kill(server: subprocess.Popen[str]) -> None:
    """The server and its worker, at once."""
    os.killpg(server.pid, signal.SIGKILL)
    server.communicate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nothing_is_lost(held: City, client: Client, what: str) -> None:
    there = held.there()
    codes = list(client.acknowledged.values())
    assert len(set(codes)) == len(codes)
    assert sorted(there["triggers"]) == sorted(codes), "答复过的都在，每份表一条，没有别的"
    assert there["entries"] == IMPORTED + len(codes)
    assert there["findings"] == []
    print(
        f"{what}：答复{len(codes)}条，丢0条；没有答复的请求{client.refused}次，其中已经写进去的{len(client.landed)}条"
    )


def test_the_server_is_killed_on_sqlite(tmp_path: Path) -> None:
    kills, port = KILLS * 3 // 8, free_port()
    with city("sqlite", tmp_path) as held:
        server = held.begun("serve", port)
        try:
            with writing(f"http://127.0.0.1:{port}/write/") as client:
                for _ in range(kills):
                    client.goes_on()
                    kill(server)
                    server = held.begun("serve", port)
        finally:
            kill(server)
        nothing_is_lost(held, client, f"SQLite，网站杀了{kills}次")


def test_postgresql_and_the_server_are_killed(tmp_path: Path) -> None:
    """Four times in five the database, else the server."""
    kills, port = KILLS * 5 // 8, free_port()
    with city("postgresql", tmp_path) as held:
        assert held.cluster is not None
        server = held.begun("serve", port)
        try:
            with writing(f"http://127.0.0.1:{port}/write/") as client:
                for number in range(kills):
                    client.goes_on()
                    if number % 5 == 2:
                        kill(server)
                        server = held.begun("serve", port)
                    else:
                        held.cluster.kill()
                        held.cluster.start()
        finally:
            kill(server)
        nothing_is_lost(held, client, f"PostgreSQL，数据库和网站一共杀了{kills}次")
