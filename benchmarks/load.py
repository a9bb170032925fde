"""The end of a month in a city ten times the sample: 5,000 members sign in within ten minutes, a tenth of them branch
secretaries who sign the month's theme day. PostgreSQL and the site on this machine, over loopback, the client too.

    .venv/bin/python -m benchmarks.load [MEMBERS] [SECONDS]      (default 5000 600)
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

from benchmarks import sets

sys.path.insert(0, str(sets.ROOT / "tests"))

MEMBERS: Final = 5000
SECONDS: Final = 600
TODAY: Final = date(2026, 11, 24)
PASSWORD: Final = "yige-hen-chang-de-mima"  # noqa: S105  只在这台机器上、这次测量里用
OFFICES: Final = 650
"""From how many addresses people come: a unit each."""
AT_ONCE: Final = 64
PROCESSES: Final = 2


class Form(HTMLParser):
    """The fields of the forms of a page, and the rolls to be called."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.roll: set[str] = set()
        self._select = ""
        self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        name = held.get("name", "")
        if tag == "form":
            self.forms.append((held.get("action", ""), {}))
        elif tag == "input" and self.forms and name:
            if "/roll/" in name:
                self.roll.add(name)
            if held.get("type") not in {"checkbox", "radio"} or "checked" in held:
                self.forms[-1][1][name] = held.get("value", "on")
        elif tag == "select" and self.forms:
            self._select = name
        elif tag == "option" and self._select and ("selected" in held or self._select not in self.forms[-1][1]):
            self.forms[-1][1][self._select] = held.get("value", "")
        elif tag == "textarea" and self.forms:
            self.forms[-1][1][name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


@dataclass
class Taken:
    """How long each kind of request took, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, wrong: str) -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(seconds)
            if wrong:
                self.wrong[f"{kind}：{wrong}"] += 1


class _Stays(HTTPRedirectHandler):
    """Goes nowhere by itself: what a form leads to is asked for, and timed, as a request of its own."""

    def redirect_request(self, *_: object) -> None:
        """No further request."""


def browser() -> OpenerDirector:
    """A new one, without cookies."""
    return build_opener(HTTPCookieProcessor(CookieJar()), _Stays)


@dataclass
class Person:
    """Somebody at a browser; what is asked is timed."""

    base: str
    username: str
    office: int
    taken: Taken
    branch: str = ""
    """Of which branch this is the secretary; "" for a member."""
    browser: OpenerDirector = field(default_factory=browser)

    def ask(self, kind: str, address: str, sent: dict[str, str] | None = None, then: str = "") -> tuple[str, str]:
        """The page an address leads to, and its address; `then` is what the page is called that a form leads to."""
        data = urlencode(sent).encode() if sent is not None else None
        request = Request(self.base + address, data)  # noqa: S310  http，本机
        request.add_header("X-Forwarded-For", f"10.{self.office // 250}.{self.office % 250}.9")
        began, wrong, said, onward = time.perf_counter(), "", "", ""
        try:
            with self.browser.open(request, timeout=60) as answer:
                said = answer.read().decode()
        except HTTPError as error:
            onward = error.headers.get("Location", "") if error.code in {302, 303} else ""
            wrong = "" if onward else f"{error.code}"
        except OSError as error:
            wrong = str(error)
        self.taken.note(kind, time.perf_counter() - began, wrong)
        if wrong:
            raise ConnectionError(wrong)
        return self.ask(then or kind, onward.removeprefix(self.base)) if onward else (said, address)

    def comes(self) -> None:
        """Signs in, looks at the desk; a secretary keeps the month's theme day."""
        page, _ = self.ask("登录页", "/account/sign-in/?next=/desk/")
        fields = next(held for _, held in Form(page).forms if "login" in held)
        given = fields | {"login": self.username, "password": PASSWORD}
        _, came = self.ask("登录", "/account/sign-in/", given, then="工作台")
        if not came.startswith("/desk/"):
            self.taken.note("登录", 0, f"没有到工作台：{came}")
            return
        if self.branch:
            self.signs()

    def signs(self) -> None:
        """A record from the first field to the signature."""
        page, _ = self.ask("记一次主题党日", f"/records/{self.branch}/new/?kinds=theme_day&on={TODAY}")
        form = Form(page)
        action, fields = next((to, held) for to, held in form.forms if "/draft/" in to)
        fields |= dict.fromkeys(form.roll, "present")
        fields |= {
            "c/theme": "学习防汛先进事迹", "c/starts": "14:30", "c/ends": "16:30", "c/place": "三楼会议室",
            f"c/holders/{self.branch}/observers": "无", "c/items/0/title": "把责任落到河段",
            "c/items/0/speeches": "巡河要定点定人，值班表已经排到月底。", "c/items/0/votes_none": "1",
            "c/items/0/resolutions/0/text": "每人认领一段河道", "do": "sign",
        }  # fmt: skip
        _, came = self.ask("签字", action, fields, then="签好的记录")
        if "/records/act/" not in came:
            self.taken.note("签字", 0, f"没有签成：{came}")


def prepare(members: int) -> list[tuple[str, str]]:
    """The tables, the city, an account for each of so many members: user name, and the branch whose secretary it is.

    In a process of its own: the site is another one.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")
    import django  # noqa: PLC0415  设置在环境里，先要备好

    django.setup()
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415  同上

    from benchmarks.tenfold import tenfold  # noqa: PLC0415  同上
    from dengxiaming.areas.organs import queries as organs  # noqa: PLC0415  同上
    from dengxiaming.duties import actions  # noqa: PLC0415  同上
    from dengxiaming.ground import actions as ground  # noqa: PLC0415  同上
    from dengxiaming.ground import clock, queries  # noqa: PLC0415  同上
    from dengxiaming.ground.models import Account  # noqa: PLC0415  同上

    actions.prepare()
    actions.load_facts(tenfold())
    nodes = organs.Tree().nodes
    branches = {"branch", "joint_branch", "temporary_branch"}
    held = queries.holders(TODAY)
    # 点名点得到人的：临时支部可以有书记，还没有党员
    called = {organization for role, organization, _ in held if role == "member"}
    serving = {
        member: organization
        for role, organization, member in held
        if role == "branch_secretary" and nodes[organization].kind in branches and organization in called
    }
    plain = {member for role, _, member in held if role == "member"}
    drawn = random.Random(sets.SEED)
    chosen = drawn.sample(sorted(serving), members // 10)
    chosen += drawn.sample(sorted(plain - set(serving)), members - len(chosen))
    wanted = [ground.Wanted(f"u{number}", "某某", member) for number, member in enumerate(chosen)]
    ground.create_accounts(wanted, ground.Hand(clock.now()))
    Account.objects.filter(username__startswith="u").update(password=make_password(PASSWORD))
    return [(f"u{number}", serving.get(member, "")) for number, member in enumerate(chosen)]


@contextmanager
def site(told: dict[str, str]) -> Iterator[str]:
    """The site, served as a city serves it, behind a proxy."""
    port = "8765"
    command = [sets.ROOT / ".venv" / "bin" / "dengxiaming", "serve", "--port", port, "--processes", str(PROCESSES)]
    with subprocess.Popen(command, env=os.environ | told | {"DXM_PROXIES": "1"}, stdout=subprocess.DEVNULL) as process:
        base, end = f"http://127.0.0.1:{port}", time.monotonic() + 120
        while time.monotonic() < end:
            try:
                build_opener().open(f"{base}/account/sign-in/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.5)
        try:
            yield base
        finally:
            process.terminate()


def run(members: int, seconds: int) -> dict[str, Any]:
    """The whole measurement."""
    from postgresql import cluster  # noqa: PLC0415  在 tests 里，路径刚加上

    with cluster(durable=True) as held, tempfile.TemporaryDirectory() as data:
        told = {"DATABASE_URL": held.create("load"), "DXM_DATA": data, "DXM_TODAY": str(TODAY)}
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.load", "prepare", str(members)], cwd=sets.ROOT, check=True,
            env=os.environ | told, capture_output=True, text=True,
        )  # fmt: skip
        people = json.loads(made.stdout.splitlines()[-1])
        taken, random_at = Taken(), random.Random(sets.SEED)
        with site(told) as base, ThreadPoolExecutor(AT_ONCE) as pool:
            began, busy = time.monotonic(), machine_busy()
            for at, (username, branch) in zip(
                sorted(random_at.uniform(0, seconds) for _ in people), random_at.sample(people, len(people)),
                strict=True,
            ):  # fmt: skip
                time.sleep(max(0, began + at - time.monotonic()))
                pool.submit(_comes, Person(base, username, random_at.randrange(OFFICES), taken, branch))
            pool.shutdown(wait=True)
            lasted, busy = time.monotonic() - began, machine_busy() - busy
    found = figures(taken, len(people), sum(bool(branch) for _, branch in people), lasted)
    return found | {"busy": busy / lasted / (os.cpu_count() or 1)}


def machine_busy() -> float:
    """Seconds all cores of the machine have worked since it started: site, database, client and whoever else."""
    user, nice, system, *_ = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def _comes(person: Person) -> None:
    try:
        person.comes()
    except ConnectionError:
        pass  # 已经记下
    except Exception as error:  # noqa: BLE001  客户端自己出了错也要算进去，不能悄悄少一个人
        person.taken.note("客户端", 0, repr(error))


def figures(taken: Taken, members: int, secretaries: int, lasted: float) -> dict[str, Any]:
    """Percentiles of each kind of request and of all, and every error."""
    every = sorted(value for held in taken.seconds.values() for value in held)
    return {
        "members": members, "secretaries": secretaries, "seconds": lasted, "requests": len(every),
        "p50": median(every), "p95": every[int(0.95 * len(every))], "worst": every[-1],
        "kinds": {
            kind: {"n": len(held), "p50": median(held), "p95": sorted(held)[int(0.95 * len(held))]}
            for kind, held in taken.seconds.items()
        },
        "errors": sum(taken.wrong.values()), "wrong": dict(taken.wrong.most_common(10)),
    }  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        print(json.dumps(prepare(int(sys.argv[2]))))
    else:
        given = [int(word) for word in sys.argv[1:]]
        print(json.dumps(run(*(given or (MEMBERS, SECONDS))), ensure_ascii=False, indent=1))
