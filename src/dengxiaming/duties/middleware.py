"""The first request of a day judges the day, if the nightly tick did not."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from dengxiaming.duties import actions
from dengxiaming.ground import clock

_log = logging.getLogger(__name__)


class DailyTick:
    """Before any page it asks whether the verdicts are of today. Where they cannot be stored (a full disk) the page
    comes all the same: it judges for itself.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Judge if needed, then answer."""
        try:
            actions.tick(clock.today())
        except OperationalError:
            _log.exception("今天的判定没有存下")
        return self.answer(request)
