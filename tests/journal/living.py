"""A living city on either database, for tests that write to it from many processes and kill them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postgresql import Cluster
from tables import KEPT

IMPORTED = 1
"""How many entries there are to begin with."""
PROGRAM = Path(__file__).parent / "living_city.py"


@dataclass(frozen=True)
class City:
    """Where it lies, and how its processes are begun."""

    folder: Path
    address: str = ""
    cluster: Cluster | None = None

    @property
    def env(self) -> dict[str, str]:
        held = os.environ.items()
        env = {name: value for name, value in held if name == KEPT or not name.startswith(("DXM_", "DATABASE_URL"))}
        # 一个进程一个计算线程：多了只会互相等
        told = {"DXM_DATA": str(self.folder), "DXM_TODAY": "2026-11-25", "POLARS_MAX_THREADS": "1"}
        return {**env, **told, **({"DATABASE_URL": self.address} if self.address else {})}

    def begun(self, *words: object) -> subprocess.Popen[str]:
        """One of its processes, running."""
        command = [sys.executable, str(PROGRAM), *map(str, words)]
        with (self.folder / "errors").open("ab") as errors:
            return subprocess.Popen(
                command, env=self.env, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
            )

    def said(self, *processes: subprocess.Popen[str]) -> list[dict[str, Any]]:
        """What these acknowledged, once all have ended well."""
        lines = [line for process in processes for line in process.communicate()[0].splitlines()]
        assert all(process.returncode == 0 for process in processes), (self.folder / "errors").read_text()[-4000:]
        return [json.loads(line) for line in lines]

    def there(self) -> dict[str, Any]:
        """What is in the database."""
        (found,) = self.said(self.begun("check"))
        return found


@contextmanager
def city(vendor: str, folder: Path) -> Iterator[City]:
    """A city of one's own, built."""
    if vendor == "sqlite":
        made = City(folder)
        assert made.said(made.begun("build")) == [{"entries": IMPORTED}]
        yield made
        return
    cluster = Cluster.made(durable=True)
    try:
        made = City(folder, cluster.create("city"), cluster)
        assert made.said(made.begun("build")) == [{"entries": IMPORTED}]
        yield made
    finally:
        cluster.stop()
