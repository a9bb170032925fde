"""The words of the register."""

from typing import Final

PLAIN: Final = ("sex", "ethnicity", "born", "education", "joined", "confirmed", "work")
"""Particulars that stand in the table as they are; the number and the telephone are enciphered."""
SECRET: Final = ("identity", "phone")
COUNTED: Final = ("sex", "born", "education")
"""What the yearly statistics count: kept when it is said otherwise, so that a past year's table stays."""
