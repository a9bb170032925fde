"""The words of talks (三（二）5)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FORMS: Final[Mapping[str, str]] = MappingProxyType({
    "individual": "个别谈话",
    "together": "集体座谈",
    "requested": "接受约谈",
})  # fmt: skip
"""How a talk was held."""

NEUTRAL: Final = "谈心谈话"
"""Why a talk was held, for whoever is not to know."""
