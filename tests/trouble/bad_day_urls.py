"""The site's addresses and two more, open to everybody: one that writes, one whose form is a ballot."""

from typing import Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from dengxiaming.conf import urls
from dengxiaming.ground.typed import never_given_back
from dengxiaming.journal.models import Token

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
LONG: Final = "长" * 100_000


@csrf_exempt
def write(request: HttpRequest) -> HttpResponse:
    """A row so large that a full database cannot have room for it."""
    if request.method == "POST":
        Token.objects.create(ref="test", token=uuid4().hex, digest=LONG if request.POST.get("long") else "短")
    return HttpResponse(str(Token.objects.count()))


@csrf_exempt
@never_given_back
def vote(request: HttpRequest) -> HttpResponse:
    """The same, of a form nobody may see again."""
    return write(request)


urlpatterns = [path("write/", write), path("vote/", vote), *urls.urlpatterns]
