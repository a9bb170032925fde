"""What somebody typed into a form, to be given back where it could not be saved; never a password, code or ballot."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.urls import Resolver404, resolve, reverse

AnyView = TypeVar("AnyView", bound=Callable[..., Any])

_SECRET: Final = re.compile(r"password|passwd|secret|otp|ballot|^code$", re.IGNORECASE)
_NEVER: Final = "dengxiaming_never_given_back"
_MACHINES: Final = frozenset({"csrfmiddlewaretoken", "token"})
"""Fields nobody typed. They go back with the rest: the token makes a second sending harmless."""


@dataclass(frozen=True)
class Typed:
    """The fields of a form in their order: shown ones to be read, hidden ones only to be sent again."""

    shown: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    withheld: bool = False

    @property
    def can_go_again(self) -> bool:
        """Whether sending what is here again is the whole of what was sent."""
        return not self.withheld and not self.files and bool(self.shown or self.hidden)


def never_given_back(view: AnyView) -> AnyView:
    """For a view whose form is as secret as a password (a ballot), whatever its fields are called. It works also
    where the trouble came before the view was reached; `sensitive_post_parameters` alone would not.
    """
    view.__dict__[_NEVER] = True
    return view


def typed_in(request: HttpRequest) -> Typed:
    """What a request brought; nothing where it cannot be read any more."""
    if request.method != "POST" or _is_secret_page(request):
        return Typed(withheld=request.method == "POST")
    try:
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
        files = tuple(str(file.name) for _, held in request.FILES.lists() for file in held)
    except (RawPostDataException, SuspiciousOperation, OSError):
        return Typed(withheld=True)
    marked = getattr(request, "sensitive_post_parameters", ())
    if marked == "__ALL__":
        return Typed(withheld=True)
    open_ones = [(name, text) for name, text in fields if not _SECRET.search(name) and name not in marked]
    shown = tuple((name, text) for name, text in open_ones if text and name not in _MACHINES)
    hidden = tuple((name, text) for name, text in open_ones if not text or name in _MACHINES)
    return Typed(shown, hidden, files, withheld=len(open_ones) < len(fields))


def _is_secret_page(request: HttpRequest) -> bool:
    """One's own account, or a view that says so."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, _NEVER, False) or request.path.startswith(reverse("account_own"))
