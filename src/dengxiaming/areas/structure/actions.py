"""What an upload of all facts does to structure."""

from dengxiaming.areas.structure.models import Covered, Plan, Request
from dengxiaming.ground import frames


def empty() -> None:
    """Take out every plan and request; the organisations they name go next."""
    frames.empty(Covered, Request, Plan)
