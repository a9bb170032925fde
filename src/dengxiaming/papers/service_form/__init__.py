"""在职党员进社区工作登记表: what is filed with the 工委 (S9-3)."""

from dengxiaming.papers.service_form.paper import docx, pdf

__all__ = ["docx", "pdf"]
