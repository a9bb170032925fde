"""每月存证单: the journal's head on paper, one page a month."""

from dengxiaming.papers.head_sheet.paper import docx, pdf

__all__ = ["docx", "pdf"]
