"""签到（点名）表: a roll, printed empty before or filled after; the recorder's roll is what counts."""

from dengxiaming.papers.attendance_sheet.paper import docx, pdf

__all__ = ["docx", "pdf"]
