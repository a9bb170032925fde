"""How long the server takes for each page of the sample city, or of ten times it: Django's own client, no network, no
browser. `python -m benchmarks.pages pages city|tenfold TIMES` → JSON: the pages the README names, and every page
that opens to four people, named by their posts.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Final

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse

from benchmarks import sets, site
from benchmarks.child import cpu
from dengxiaming.areas.affairs import forms as short
from dengxiaming.areas.affairs.models import Act
from dengxiaming.duties.models import Verdict
from dengxiaming.ground import actions as accounts
from dengxiaming.ground import clock, queries
from dengxiaming.ground.models import Account

PEOPLE: Final = {
    "officer": "工委", "general_secretary": "党总支书记", "branch_secretary": "支部书记", "member": "党员",
}  # fmt: skip
AGAIN: Final = 3
"""How often every page is asked for; the quickest counts: what else the machine does is no page's doing."""


def signed_in(username: str) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def people() -> Iterator[tuple[str, str, str, Client]]:
    """The four: their role, organisation, member's code, and browser. A member is one without any post."""
    held = queries.holders(clock.today())
    posts = {who for of, _, who in held if of != "member"}
    for role in PEOPLE:
        fits = ((place, who) for of, place, who in held if of == role and (role != "member" or who not in posts))
        organization, member = next(fits)
        if not Account.objects.filter(member_code=member).exists():
            accounts.create_accounts([accounts.Wanted(f"bench-{role}", "某某", member)], accounts.Hand(clock.now()))
        yield role, organization, member, signed_in(Account.objects.get(member_code=member).username)


def every() -> list[dict[str, object]]:
    """Every page that opens to each of the four and asks for nothing but their organisation or themselves, or for
    something imported with it.
    """
    found = []
    for role, organization, member, client in people():
        for name, address in dict(own(organization, member)).items():
            answer = client.get(address)
            if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                found.append({"who": role, "name": name, "address": address, **quickest(client, address)})
                print(found[-1], file=sys.stderr, flush=True)
    return found


def own(organization: str, member: str) -> Iterator[tuple[str, str]]:
    """Names and addresses: nobody's pages, an organisation's, a member's, one act's, each short form, one duty's."""
    act = Act.objects.filter(organization__code=organization).values_list("code", flat=True).first() or ""
    duty = Verdict.objects.filter(organization__code=organization).values("rule", "bearer_id", "period").first()
    explained = [{"rule": duty["rule"], "bearer": duty["bearer_id"], "period": duty["period"]}] if duty else []
    forms = [{"organization": organization, "kind": kind} for kind in short.forms()]
    codes = [{"code": code} for code in (organization, member, act) if code]
    for given in ({}, {"organization": organization}, *codes, *forms, *explained):
        for name in sorted(key for key in get_resolver().namespace_dict["web"][1].reverse_dict if isinstance(key, str)):
            try:
                yield f"{name} {''.join(given.values())}", reverse(f"web:{name}", kwargs=given)
            except NoReverseMatch:
                continue


def quickest(client: Client, address: str) -> dict[str, float]:
    """The least time of a few goes, and how many queries."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address).getvalue()
    count, walls, cpus = len(asked), [], []
    for _ in range(AGAIN):
        wall, used = time.perf_counter(), cpu()
        client.get(address).getvalue()
        walls.append(time.perf_counter() - wall)
        cpus.append(cpu() - used)
    return {"wall": min(walls), "cpu": min(cpus), "queries": count}


def settled(client: Client, address: str) -> str:
    """The address a short one leads to: the page is measured, not the way there."""
    chain = client.get(address, follow=True).redirect_chain
    return chain[-1][0] if chain else address


def measure(client: Client, name: str, address: str, times: int) -> dict[str, object]:
    address = settled(client, address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        length = len(answer.getvalue())
    asked = len(queries)  # 之后的请求会清掉这份记录
    if answer.status_code != 200:
        raise SystemExit(f"{address} 答 {answer.status_code}")
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        client.get(address).getvalue()
        seconds.append(time.perf_counter() - began)
    ordered = sorted(seconds)
    return {
        "name": name,
        "address": address,
        "p50": statistics.median(seconds),
        "p95": ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))],
        "queries": asked,
        "bytes": length,
        "times": times,
    }


def addresses() -> list[tuple[str, str]]:
    facts = sets.load("city")
    mark = "K1" if site.SIZE == "tenfold" else ""
    sizes = facts.members.group_by("organization_id").len().sort("len", descending=True)
    branch = mark + sizes["organization_id"][0]
    duty = next(iter(Verdict.objects.filter(rule="S2-1").values_list("rule", "bearer_id", "period")))
    return [
        ("工作台", reverse("web:desk")),
        ("制度", reverse("web:law")),
        ("制度，一条", reverse("web:clause", args=["S2-1"])),
        ("全市，热图", reverse("web:city")),
        ("全市，导出 xlsx", reverse("web:city-export")),
        ("任务清单，S2-1", f"{reverse('web:duties')}?rule=S2-1"),
        ("组织，最大的支部", reverse("web:organization", args=[branch])),
        ("组织，换一天看", f"{reverse('web:organization', args=[branch])}?as_of={sets.MOVED}"),
        ("一项的解释", reverse("web:explanation", args=duty)),
    ]


def main(times: int) -> dict[str, object]:
    """Every figure."""
    held = site.prepare()
    officer = signed_in("demo-officer")
    return {**held, "pages": [measure(officer, *one, times) for one in addresses()], "every": every()}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[3]))))
