"""Makes what the tests of this folder share importable (tests/ has no packages of its own)."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
