"""How long the server takes for each page of the sample city: Django's own client, no network, no browser."""

import json
import os
import statistics
import sys
import time

from benchmarks import sets

DATA = sets.HELD / "site"
os.environ["DXM_DATA"] = str(DATA)
os.environ["DXM_TODAY"] = str(sets.as_of("city"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")

import django  # noqa: E402  设置在上面

django.setup()

from django.db import connection  # noqa: E402  django.setup 之后才能导入
from django.test import Client  # noqa: E402  导入在计时或设置之后
from django.test.utils import CaptureQueriesContext  # noqa: E402  导入在计时或设置之后

from dengxiaming.areas.members import queries as members  # noqa: E402  导入在计时或设置之后
from dengxiaming.duties import actions  # noqa: E402  导入在计时或设置之后
from dengxiaming.ground import actions as actions_of_accounts  # noqa: E402  导入在计时或设置之后
from dengxiaming.ground import clock  # noqa: E402  导入在计时或设置之后
from dengxiaming.ground.models import Account  # noqa: E402  导入在计时或设置之后


def prepare() -> dict[str, object]:
    """The site with the sample city in it; loading it is measured too."""
    actions.prepare()
    loaded = actions.load_facts(sets.load("city"))
    return {"load_seconds": loaded.seconds, "judged": loaded.judged}


def signed_in() -> Client:
    """A browser in which an officer of the 工委 is signed in."""
    actions_of_accounts.make_demo_accounts(members.names, actions_of_accounts.Hand(clock.now()))
    client = Client(SERVER_NAME="127.0.0.1")
    officer = Account.objects.get(username="demo-officer")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


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
    from django.urls import reverse  # noqa: PLC0415  django.setup 之后才能导入

    facts = sets.load("city")
    sizes = facts.members.group_by("organization_id").len().sort("len", descending=True)
    branch = sizes["organization_id"][0]
    duty = next(iter(actions.Verdict.objects.filter(rule="S2-1").values_list("rule", "bearer_id", "period")))
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


if __name__ == "__main__":
    loaded = prepare()
    browser = signed_in()
    found = [measure(browser, name, address, int(sys.argv[3])) for name, address in addresses()]
    print(json.dumps({**loaded, "pages": found}))
