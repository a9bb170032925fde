"""三会一课季度台账: a branch and a quarter, one line a record, landscape."""

from dengxiaming.papers.quarter_register.paper import docx, pdf

__all__ = ["docx", "pdf"]
