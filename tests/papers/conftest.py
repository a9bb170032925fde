"""Everything printed once for the whole folder: each paper as PDF and docx, and as LibreOffice reads the docx."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from printed import Printed, print_all


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_all(tmp_path_factory.mktemp("papers"))
