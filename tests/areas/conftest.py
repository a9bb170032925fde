"""Makes the oracle importable as `oracle` (tests/ has no packages of its own)."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
