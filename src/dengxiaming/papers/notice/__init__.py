"""会议通知: a notice of a meeting, an official paper by the measures of GB/T 9704—2012 (R11)."""

from dengxiaming.papers.notice.paper import docx, pdf

__all__ = ["docx", "pdf"]
