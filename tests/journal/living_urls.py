"""The site's addresses and one that runs a verb: what it answers with 200 is acknowledged."""

import os
import random
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "gatherings")]
django.setup()

import branch  # noqa: E402  先要有设置
from django.conf import settings  # noqa: E402  同上
from django.http import HttpRequest, HttpResponse  # noqa: E402  同上
from django.urls import path  # noqa: E402  同上
from django.views.decorators.csrf import csrf_exempt  # noqa: E402  同上

from dengxiaming.areas.members import actions as members  # noqa: E402  同上
from dengxiaming.conf import urls  # noqa: E402  同上
from dengxiaming.conf.wsgi import application as application  # noqa: E402, PLC0414  granian 从这里取
from dengxiaming.journal.actions import Repeated  # noqa: E402  同上

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@csrf_exempt
def write(request: HttpRequest) -> HttpResponse:
    """Something happened; answers with the record's code, and whether the form was there before."""
    happened = members.Happened("job_change", branch.DAY, f"M{random.randint(1, 9)}")
    try:
        code, _ = members.raise_trigger(happened, branch.SECRETARY, branch.AT, request.POST["token"])
    except Repeated as before:
        return HttpResponse(f"{before.answer} again")
    return HttpResponse(f"{code} new")


urlpatterns = [path("write/", write), *urls.urlpatterns]
settings.ROOT_URLCONF = "living_urls"
