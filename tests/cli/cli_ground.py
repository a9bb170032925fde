"""What the tests of the command line share: where the program is, and how it is called."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

PROGRAM = Path(sys.executable).with_name("dengxiaming")
EXAMPLES = Path(__file__).parents[1] / "conformance" / "examples"
Run = Callable[..., subprocess.CompletedProcess[bytes]]
Start = Callable[..., subprocess.Popen[bytes]]
Invoke = Callable[..., Result]
