"""A branch's month in the browser, as tests/month does it: typed fields, clicks and seconds, by mouse and by keys."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import sets

HANDS = {"mouse": "用鼠标", "keyboard": "只用键盘"}


def measured() -> dict[str, Any]:
    """Each hand's figures; a month that fails ends the run with its own words."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "month.jsonl"
        command = [sys.executable, "-m", "pytest", "tests/month/test_month.py", "-p", "no:cacheprovider"]
        ran = subprocess.run(
            command, cwd=sets.ROOT, check=False, capture_output=True, text=True,
            env=os.environ | {"DXM_MONTH_FIGURES": str(target)},
        )  # fmt: skip
        if ran.returncode:
            raise SystemExit(f"{' '.join(command)}\n{ran.stdout}{ran.stderr}")
        found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return {one.pop("hand"): one for one in found}


if __name__ == "__main__":
    print(json.dumps(measured(), ensure_ascii=False))
