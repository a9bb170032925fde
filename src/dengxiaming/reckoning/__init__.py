"""The kernel: facts + rulebook + dates → verdict rows and explanations. Pure."""

from dengxiaming.reckoning.evaluate import evaluate, evaluate_on
from dengxiaming.reckoning.explaining.explain import explain
from dengxiaming.reckoning.explaining.model import Considered, Explanation, NoSuchDuty, NumberShown
from dengxiaming.reckoning.facts import TABLES, VERDICT, Facts

__all__ = [
    "TABLES", "VERDICT", "Considered", "Explanation", "Facts", "NoSuchDuty", "NumberShown", "evaluate", "evaluate_on",
    "explain",
]  # fmt: skip
