"""The closed word lists of the contract, identifier and 中文 side by side; the one place they are read from.

>>> ACT_KINDS["lesson"]
'党课'
"""

import tomllib
from importlib.resources import files
from typing import Final

_TABLES: Final[dict[str, dict[str, str]]] = tomllib.loads(
    files("dengxiaming.law").joinpath("vocabulary.toml").read_text(encoding="utf-8")
)

ORGANIZATION_KINDS: Final = _TABLES["organization_kind"]
MEMBER_KINDS: Final = _TABLES["member_kind"]
POSTS: Final = _TABLES["post"]
ROUTES: Final = _TABLES["route"]
ATTENDANCE_STATUSES: Final = _TABLES["attendance_status"]
ACT_KINDS: Final = _TABLES["act_kind"]
TRIGGER_KINDS: Final = _TABLES["trigger_kind"]
ELEMENTS: Final = _TABLES["element"]
STATUSES: Final = _TABLES["status"]
FLAGS: Final = _TABLES["flag"]
FORCES: Final = _TABLES["force"]
BEARER_KINDS: Final = _TABLES["bearer_kind"]
