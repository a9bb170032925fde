"""The command line as a person has it (a process), and in this process where that is enough."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dengxiaming.cli.program import program

sys.path.insert(0, str(Path(__file__).parent))

from cli_ground import EXAMPLES, PROGRAM, Invoke, Run, Start


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`dengxiaming …` as a process in an empty folder; output as bytes."""

    def once(*words: object, into: str = "") -> subprocess.CompletedProcess[bytes]:
        command = [str(PROGRAM), *map(str, words)]
        held = ["bash", "-o", "pipefail", "-c", f'"$@" {into}', "bash", *command] if into else command
        env = {**os.environ, "COLUMNS": "120"}
        return subprocess.run(held, cwd=tmp_path, env=env, check=False, capture_output=True)

    return once


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """The same, still running."""

    def once(*words: object) -> subprocess.Popen[bytes]:
        command = [str(PROGRAM), *map(str, words)]
        return subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    return once


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """The same in this process."""
    monkeypatch.chdir(tmp_path)

    def once(*words: object) -> Result:
        return CliRunner().invoke(program, [str(word) for word in words])

    return once


@pytest.fixture(params=["first", "second"])
def example(request: pytest.FixtureRequest) -> Path:
    """One of the contract's two worked fact sets."""
    return EXAMPLES / str(request.param)


@pytest.fixture
def good() -> Path:
    """A fact set without defects."""
    return EXAMPLES / "first" / "facts"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """The same with three defects: a kind nobody knows, a day that does not exist, a repeated key."""
    target = tmp_path / "bad"
    target.mkdir()
    for file in (EXAMPLES / "first" / "facts").iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    units = (target / "units.csv").read_text(encoding="utf-8").splitlines()
    (target / "units.csv").write_text("\n".join([*units, units[-1]]) + "\n", encoding="utf-8")
    triggers = (target / "triggers.csv").read_text(encoding="utf-8").splitlines()
    columns = triggers[0].split(",")
    for row in (
        {"id": "X1", "kind": "directve", "on": "2024-05-01"},
        {"id": "X2", "kind": "directive", "on": "2024-02-30"},
    ):
        triggers.append(",".join(row.get(name, "") for name in columns))
    (target / "triggers.csv").write_text("\n".join(triggers) + "\n", encoding="utf-8")
    return target
