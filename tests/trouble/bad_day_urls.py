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
MANY: Final = 1000


@csrf_exempt
def write(request: HttpRequest) -> HttpResponse:
    """How often was written; so many rows at once that a full database cannot have room for them."""
    if request.method == "POST":
        ref, rows = uuid4().hex, MANY if request.POST.get("long") else 1
        Token.objects.bulk_create(Token(ref=ref, token=uuid4().hex, digest=ref) for _ in range(rows))
    return HttpResponse(str(Token.objects.values("ref").distinct().count()))


@csrf_exempt
@never_given_back
def vote(request: HttpRequest) -> HttpResponse:
    """The same, of a form nobody may see again."""
    return write(request)


urlpatterns = [path("write/", write), path("vote/", vote), *urls.urlpatterns]
