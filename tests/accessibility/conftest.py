"""A site with the sample, and a browser; the site is that of tests/web."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one site for the whole folder, with the small sample: starting it is what takes longest."""
    ran = {
        **os.environ,
        "DXM_DATA": str(tmp_path_factory.mktemp("axe")),
        "DXM_TODAY": "2026-11-24",
        "DXM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "dengxiaming.conf.settings",
    }
    with subprocess.Popen(
        [sys.executable, str(HERE.parent / "web" / "served.py"), "small"], env=ran, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), "网站没有起来"
        yield address
        process.terminate()
