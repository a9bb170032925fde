"""One site and one browser; each pass has a site of its own data."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


@pytest.fixture
def month(tmp_path: Path) -> Iterator[str]:
    """The address of `month_site.py`."""
    ran = {
        **os.environ,
        "DXM_DATA": str(tmp_path / "site"),
        "DXM_TODAY": "2026-11-24",
        "DXM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "dengxiaming.conf.settings",
    }
    with subprocess.Popen(
        [sys.executable, str(HERE / "month_site.py")], env=ran, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), "网站没有起来"
        yield address
        process.terminate()
