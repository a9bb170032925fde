"""Every list takes no more queries for three branches than for one: what a city ten times as large costs is rows, not
questions.
"""

from datetime import date

import polars as pl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas.held_facts import worked
from dengxiaming.duties import actions
from dengxiaming.ground import actions as accounts
from dengxiaming.ground import clock
from dengxiaming.ground.models import Account
from dengxiaming.reckoning import TABLES, Facts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.judged]
TODAY = date(2025, 11, 20)
POSTS = {"general": "GB0", "officer": "CITY", "branch": "BR00"}
LISTS = {
    "": ("desk", "city", "organizations", "law", "duties", "records", "matters", "ballots", "reminders"),
    "code": ("organization",),
    "organization": (
        "records-of", "members-of", "register-of", "statistics-of", "transfers-of", "development-of", "talks-of",
        "acts-of", "dues-of", "arrears-of", "arrears-waiting", "elections-of", "ballots-of", "structure-of",
        "structure-plans", "structure-places", "dues-year", "appraisals-of",
    ),
}  # fmt: skip
"""By the word of the address that names the organisation. Each is asked for by the first of the people above to whom it
opens.
"""
MOST = 110
"""No page asks more than this."""


def city(branches: int) -> Facts:
    """The first worked city with so many copies of its first branch below the general branch, each with its people and
    acts; three of the first one's people hold posts.
    """
    held = worked("first")
    kept = held.organizations.filter(pl.col("id").is_in(["CITY", "PG0", "GB0", "BR00"]))
    here = pl.col("organization_id") == "BR00"
    people, acts = held.members.filter(here, pl.col("to").is_null()), held.acts.filter(here)
    acts = acts.filter(pl.col("counterpart_ids").list.len() + pl.col("answers").list.len() == 0)
    acts = acts.with_columns(actor_id=pl.lit(None, pl.String))
    people = people.with_columns(group_id=pl.lit(None, pl.String))
    organizations, everybody, done = [kept], [people], [acts]
    for number in range(1, branches):
        named, home = pl.col("id") + f"-{number}", pl.col("organization_id") + f"-{number}"
        organizations.append(kept.filter(pl.col("id") == "BR00").with_columns(id=named))
        everybody.append(people.with_columns(id=named, organization_id=home))
        done.append(acts.with_columns(id=named, organization_id=home))
    seats = zip(people["id"].unique(maintain_order=True), filter(None, POSTS.values()), strict=False)
    posts = [
        {"id": f"P{code}", "member_id": who, "organization_id": code, "post": "secretary", "from": date(2024, 1, 1)}
        for who, code in seats
    ]
    return Facts.of(
        organizations=pl.concat(organizations), units=held.units, members=pl.concat(everybody), acts=pl.concat(done),
        posts=pl.DataFrame(posts, schema=TABLES["posts"]),
    )  # fmt: skip


def counted(branches: int) -> dict[str, tuple[str, int]]:
    """Who looks at each list, and how many queries it takes."""
    held = city(branches)
    actions.load_facts(held)
    people = held.members.filter(pl.col("organization_id") == "BR00")["id"].unique(maintain_order=True)
    clients = {who: signed_in(who, member) for who, member in zip(POSTS, people, strict=False)}
    found = {}
    for word, names in LISTS.items():
        for name in names:
            for who, client in clients.items():
                address = reverse(f"web:{name}", kwargs={word: POSTS[who]} if word else {})
                if opens(client, address):  # 第一次要读的，以后留着
                    with CaptureQueriesContext(connection) as asked:
                        opens(client, address)
                    found[name] = (who, len(asked))
                    break
    return found


def signed_in(who: str, member: str) -> Client:
    """A browser of somebody who has looked at the site before."""
    if not Account.objects.filter(username=who).exists():
        accounts.create_accounts([accounts.Wanted(who, "某某", member)], accounts.Hand(clock.now()))
    client = Client()
    client.force_login(Account.objects.get(username=who), "django.contrib.auth.backends.ModelBackend")
    client.get(reverse("web:desk"))
    return client


def opens(client: Client, address: str) -> bool:
    """Whether a page comes."""
    return client.get(address).status_code == 200


def test_every_list_takes_no_more_queries_for_three_branches_than_for_one() -> None:
    with clock.stopped_at(TODAY):
        one, three = counted(1), counted(3)
    assert set(one) == {name for names in LISTS.values() for name in names}
    assert {name: who for name, (who, _) in one.items()} == {name: who for name, (who, _) in three.items()}
    assert {name: (few, three[name][1]) for name, (_, few) in one.items() if three[name][1] > few} == {}
    assert {name: count for name, (_, count) in three.items() if count > MOST} == {}
