"""The kernel: facts + rulebook + dates → verdict rows and explanations. Pure."""

from dengxiaming.reckoning.evaluate import evaluate
from dengxiaming.reckoning.facts import TABLES, VERDICT, Facts

__all__ = ["TABLES", "VERDICT", "Facts", "evaluate"]
