"""Makes the modules the tests of this folder share importable: their own, and the branches of the gatherings' tests."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[0] / "gatherings"), str(HERE.parents[0] / "chain"), str(HERE.parents[0])]
