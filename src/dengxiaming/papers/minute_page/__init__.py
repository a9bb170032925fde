"""会议记录页: a page of the minute book, one record of a meeting of any kinds (S2-8)."""

from dengxiaming.papers.minute_page.paper import docx, pdf

__all__ = ["docx", "pdf"]
