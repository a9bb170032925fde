"""The kernel: facts + rulebook + dates → verdict rows and explanations. Pure."""

from dengxiaming.reckoning.evaluate import evaluate
from dengxiaming.reckoning.explaining.explain import explain
from dengxiaming.reckoning.explaining.model import Considered, Explanation, NoSuchDuty, NumberShown
from dengxiaming.reckoning.facts import TABLES, VERDICT, Facts

__all__ = [
    "TABLES", "VERDICT", "Considered", "Explanation", "Facts", "NoSuchDuty", "NumberShown", "evaluate", "explain",
]  # fmt: skip
