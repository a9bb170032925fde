"""Lets the tests of this folder import `house_files`, the one module they share, and the measurements' README page."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
