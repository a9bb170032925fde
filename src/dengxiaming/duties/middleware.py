"""The first request of a day judges the day, if the nightly tick did not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dengxiaming.duties import actions
from dengxiaming.ground import clock


class DailyTick:
    """Before any page it asks whether the verdicts are of today."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Judge if needed, then answer."""
        actions.tick(clock.today())
        return self.answer(request)
