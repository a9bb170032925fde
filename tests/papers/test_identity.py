"""The same form and moment give the same bytes, in any process; nothing is fetched to make them."""

import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from filled import AT, SAMPLES
from printed import Printed

from dengxiaming.papers import to_pdf
from dengxiaming.papers.blocks import Paper

HERE = Path(__file__).parent
AGAIN = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from filled import AT, SAMPLES
for name, sample in SAMPLES.items():
    for way in (sample.pdf, sample.docx) if name in ("minutes", "notice", "heads") else (sample.docx,):
        print(name, way.__name__, hashlib.sha256(way(sample.form, AT)).hexdigest())
"""


def test_another_process_elsewhere_prints_the_same_bytes(printed: Printed) -> None:
    told = subprocess.run(
        [sys.executable, "-c", AGAIN, str(HERE)], capture_output=True, text=True, check=True,
        env={**os.environ, "TZ": "America/Lima", "PYTHONHASHSEED": "7"},
    ).stdout  # fmt: skip
    lines = [line.split() for line in told.splitlines()]
    assert len(lines) == len(SAMPLES) + 3
    for name, way, digest in lines:
        assert hashlib.sha256((printed.folder / f"{name}.{way}").read_bytes()).hexdigest() == digest, (name, way)


def test_the_moment_is_in_the_file(printed: Printed) -> None:
    told = subprocess.run(
        ["pdfinfo", "-isodates", str(printed.pdf("roll"))], capture_output=True, text=True, check=True
    ).stdout
    assert "2026-11-24T09:00:00+08" in told
    sample = SAMPLES["roll"]
    later = AT + timedelta(minutes=1)
    assert sample.pdf(sample.form, later) != printed.pdf("roll").read_bytes()
    assert sample.docx(sample.form, later) != printed.docx("roll").read_bytes()


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A picture on this machine's disk or elsewhere stays out of the PDF; one written into the page is let in."""
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15">秘密</text></svg>'
    (tmp_path / "seen.svg").write_text(drawn)
    elsewhere = (tmp_path / "seen.svg").as_uri()
    pages = {
        "file": f'<img src="{elsewhere}"><style>p {{ background: url({elsewhere}) }}</style><p>一',
        "net": '<img src="http://127.0.0.1:9/seen.svg"><p>一',
        "none": "<p>一",
        "data": f"<img src='data:image/svg+xml,{drawn.replace('#', '%23')}'><p>一",
    }
    sizes = {}
    for name, page in pages.items():
        monkeypatch.setattr(to_pdf, "markup", lambda *_, page=page: page)
        made = to_pdf.pdf(Paper("", ()), AT)
        (tmp_path / "p.pdf").write_bytes(made)
        sizes[name] = subprocess.run(
            ["pdftotext", str(tmp_path / "p.pdf"), "-"], capture_output=True, text=True, check=True
        ).stdout.split()
    assert sizes["file"] == sizes["net"] == sizes["none"] == ["一"]
    assert "秘密" in sizes["data"]
