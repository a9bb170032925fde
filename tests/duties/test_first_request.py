"""The first request of a day judges the day; tables and models agree; other host names are not answered."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from areas.held_facts import worked
from dengxiaming.duties.middleware import DailyTick
from dengxiaming.duties.models import Judging
from dengxiaming.ground import clock
from duties.conftest import Site

TODAY = date(2025, 11, 20)


def test_the_first_request_of_a_day_judges_it(site: Site) -> None:
    site(worked("first"), TODAY)
    seen: list[date] = []

    def page(_: HttpRequest) -> HttpResponse:
        seen.append(Judging.objects.get(scope=Judging.Scope.DAILY).as_of)
        return HttpResponse()

    tomorrow = TODAY + timedelta(days=1)
    with clock.stopped_at(tomorrow):
        DailyTick(page)(RequestFactory().get("/"))
        first = Judging.objects.get(scope=Judging.Scope.DAILY).pk
        DailyTick(page)(RequestFactory().get("/"))
    assert seen == [tomorrow, tomorrow]
    assert Judging.objects.get(scope=Judging.Scope.DAILY).pk == first


@pytest.mark.django_db
def test_the_migrations_are_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_only_this_machine_is_answered(client: Client) -> None:
    assert client.get("/", headers={"host": "example.org"}).status_code == 400
    assert client.get("/", headers={"host": "127.0.0.1:8000"}).status_code in (200, 302)
