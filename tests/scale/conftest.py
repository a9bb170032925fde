"""Makes what these tests share and the oracle importable (tests/ has no packages of its own)."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
