"""The papers as printed: their text read back by other programs than those that wrote them."""

import re
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filled import AT, SAMPLES
from worst import CROWD

ROOM_FOR_MESSAGE: Final = 400


@dataclass(frozen=True)
class Printed:
    """A folder with `name.pdf`, `name.docx` and, under `office`, LibreOffice's PDF of the docx."""

    folder: Path

    def pdf(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"

    def docx(self, name: str) -> Path:
        return self.folder / f"{name}.docx"

    def office(self, name: str) -> Path:
        return self.folder / "office" / f"{name}.pdf"


def print_all(folder: Path) -> Printed:
    for name, sample in {**SAMPLES, **CROWD}.items():
        (folder / f"{name}.pdf").write_bytes(sample.pdf(sample.form, AT))
        (folder / f"{name}.docx").write_bytes(sample.docx(sample.form, AT))
    to_office(folder, folder / "office")
    return Printed(folder)


def to_office(folder: Path, out: Path) -> None:
    """Every docx of the folder opened by LibreOffice and saved as PDF, in one start of it."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    given = sorted(str(path) for path in folder.glob("*.docx"))
    done = subprocess.run(
        [*command, "--outdir", str(out), *given], capture_output=True, text=True, timeout=180, check=False,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-ROOM_FOR_MESSAGE:]


def squeezed(text: str) -> str:
    """The text without white space, and with letters that look the same made the same. Without dashes too: of another
    font than the letters beside them, pdftotext tells them out of their place.
    """
    return re.sub(r"[\s—]+", "", unicodedata.normalize("NFKC", text))


def text_of(pdf: Path, *options: str) -> str:
    command = ["pdftotext", *options, str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def pages_of(pdf: Path) -> list[tuple[float, float]]:
    """Width and height of each page, in millimetres."""
    told = subprocess.run(["pdfinfo", "-l", "9999", str(pdf)], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)
    return [(float(width) * 25.4 / 72, float(height) * 25.4 / 72) for width, height in found]
