"""The sections on speed of the README and docs/scale.md, made from the figures of one measurement and nothing else."""

from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "README.md"
SCALE = README.parent / "docs" / "scale.md"
FIRST, LAST = "<!-- 测速 -->", "<!-- 测速完 -->"
NAMES = {"branch": "一个支部", "city": "一个市，三年", "province": "一个省，一年"}


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} 毫秒" if value < 1 else f"{value:.2f} 秒"


def size(counts: dict[str, int]) -> str:
    return f"{counts['organizations']:,} 个组织，{counts['acts']:,} 次活动，{counts['dues']:,} 行党费"


def speed_section(figures: dict[str, Any]) -> str:
    machine, branch = figures["machine"], figures["branch"]["judge"]
    measured = (
        f"{machine['measured_at'][:10]} 量于 {machine['cores']} 核的机器，Python {machine['python']}，"
        f"Polars {machine['polars']}。判定全部条款，旁边是把同样的列从头到尾扫一遍的时间："
    )
    cold = (
        f"一个支部第一次判（冷）{seconds(branch['first'])}，读规则库 {seconds(branch['rulebook'])}，"
        f"新进程从头到尾 {seconds(branch['from_start'])}。"
    )
    compared = (
        "同样的事实只判 S2-1 和 S1-1 至 S1-4，结果逐行相同之后与 OpenFisca 比。它没有证据清单，也不认识组织与单位、"
        "活动与支部的关系，这些由 Polars 先备好交给它；我们的时间从八张表算起，全在里面："
    )
    tables = (judging(figures), against_openfisca(figures), pages(figures))
    rules = (measured, tables[0], cold + compared, tables[1], engines(figures))
    return "\n\n".join((*rules, "样例市的页面，在服务器上：", tables[2], month(figures)))


def judging(figures: dict[str, Any]) -> str:
    lines = ["| 什么 | 多大 | 判定 | 时间 | CPU | 内存峰值 | 是扫一遍的 |", "|---|---|--:|--:|--:|--:|--:|"]
    for key, name in NAMES.items():
        judge, scan = figures[key]["judge"], figures[key]["scan"]
        times = f"{seconds(judge['median'])} | {seconds(judge['cpu'])} | {judge['peak_mib']:,.0f} MiB"
        ratio = judge["median"] / scan["median"]
        lines.append(f"| {name} | {size(judge['counts'])} | {judge['rows']:,} 项 | {times} | {ratio:.1f} 倍 |")
    return "\n".join(lines)


def against_openfisca(figures: dict[str, Any]) -> str:
    lines = ["| 什么 | 我们，从事实到判定 | OpenFisca，只算 | OpenFisca，连同备料 | 备料加算是我们的 |"]
    lines.append("|---|--:|--:|--:|--:|")
    for key, name in NAMES.items():
        ours, theirs = figures[key]["compared"]["median"], figures[key]["openfisca"]
        whole = theirs["prepare"] + theirs["median"]
        times = f"{seconds(ours)} | {seconds(theirs['median'])} | {seconds(whole)}"
        lines.append(f"| {name} | {times} | {whole / ours:.2f} 倍 |")
    return "\n".join(lines)


def pages(figures: dict[str, Any]) -> str:
    lines = ["| 页面 | 一半以内 | 95% 以内 |", "|---|--:|--:|"]
    lines += [f"| {one['name']} | {seconds(one['p50'])} | {seconds(one['p95'])} |" for one in figures["pages"]["pages"]]
    return "\n".join(lines)


def month(figures: dict[str, Any]) -> str:
    """A branch's month; fields and clicks are the same work twice, once with the mouse and once without."""
    mouse, keyboard = figures["month"]["mouse"], figures["month"]["keyboard"]
    return (
        "一个支部一个月（主题党日连党课和党员大会、支委会、一次谈话、一次进社区并报备案）："
        f"填 {mouse['fields']} 个字段，点 {mouse['clicks']} 下，"
        f"用鼠标 {mouse['seconds']:.1f} 秒，只用键盘 {keyboard['seconds']:.1f} 秒。`tests/month` 每次都做一遍。"
    )


def engines(figures: dict[str, Any]) -> str:
    """The same shards by processes and by Spark."""
    found = figures["engines"]
    how = (
        f"{found['organizations']:,} 个基层组织，{found['shards']} 片，判到年底，写没有完成的和全部的计数；"
        f"两边写出来的字节相同。{found['jobs']} 个核："
    )
    lines = [how, "", "| 在哪里判 | 时间 | CPU | 内存峰值，全部进程相加 | 命令 |", "|---|--:|--:|--:|---|"]
    for key, name in (("local", "本机的进程"), ("spark", "Spark，本机")):
        one = found[key]
        used = f"{seconds(one['wall'])} | {seconds(one['cpu'])} | {one['peak_mib']:,.0f} MiB"
        lines.append(f"| {name} | {used} | `{one['command']}` |")
    return "\n".join(lines)


def size_section(held: dict[str, Any]) -> str:
    """The site at size, of what was measured of it (`at_size.py`)."""
    written = {"night": night, "pages": ten_cities, "load": month_end}
    return "\n\n".join(make(held[name]) for name, make in written.items() if name in held)


def night(found: dict[str, Any]) -> str:
    """What is judged again."""
    lines = [
        f"一个市的一夜，{found['measured_at'][:10]} 量，连同存进库里（SQLite）；每次都与全部重判逐行相同：", "",
        "| 什么 | 存着的判定 | 全部重判 | 百分之一的组织有改动，只判碰到的 | 一个支部有改动 | 过一夜，没有改动 |",
        "|---|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for key, name in (("city", "样例市"), ("tenfold", "它的十倍")):
        one = found[key]
        took = " | ".join(seconds(one[what]["wall"]) for what in ("all", "changed", "one", "day"))
        lines.append(f"| {name}，{one['organizations']:,} 个组织 | {one['judged']:,} 项 | {took} |")
    return "\n".join(lines)


def ten_cities(found: dict[str, Any]) -> str:
    """The slowest of all pages, and those everybody opens."""
    every = sorted(found["every"], key=lambda one: -one["wall"])
    below = sum(one["wall"] < 0.2 for one in every)
    slowest = "、".join(f"{one['name'].split()[0]} {seconds(one['wall'])}" for one in every[:5])
    said = (
        f"样例市的十倍（{found['organizations']:,} 个组织，{found['members']:,} 名党员），"
        f"工委、党总支书记、支部书记、党员各自打得开的页面共 {len(every)} 个，"
        f"在服务器上不到 200 毫秒的 {below} 个；最慢的：{slowest}。"
        f"查询最多的一页 {max(one['queries'] for one in every):.0f} 次；"
        "列表的查询次数不随组织多少变（`tests/web/test_as_many_queries.py`）。"
    )
    return f"{said}\n\n{pages({'pages': found})}"


def month_end(found: dict[str, Any]) -> str:
    """5,000 members."""
    kinds = "、".join(f"{name} {seconds(one['p95'])}" for name, one in found["kinds"].items())
    return (
        f"同样十倍的市，PostgreSQL，网站、库和发请求的都在这台机器的两个核上：{found['members']:,} 名党员在"
        f" {found['seconds'] / 60:.0f} 分钟里登录，其中 {found['secretaries']:,} 名支部书记记一次主题党日并签字；"
        f"{found['requests']:,} 次请求，一半在 {seconds(found['p50'])} 以内，95% 在 {seconds(found['p95'])} 以内，"
        f"出错 {found['errors']} 次，两个核平均用了 {found['busy']:.0%}。95% 以内的各是：{kinds}。"
        "`.venv/bin/python -m benchmarks.at_size load` 重测。"
    )


def write(figures: dict[str, Any]) -> None:
    put(README, speed_section(figures))
    put(SCALE, engines(figures))


def write_size(held: dict[str, Any]) -> None:
    put(README, size_section(held), "<!-- 十倍 -->", "<!-- 十倍完 -->")


def put(page: Path, section: str, first: str = FIRST, last: str = LAST) -> None:
    before, rest = page.read_text(encoding="utf-8").split(first, 1)
    after = rest.split(last, 1)[1]
    page.write_text(f"{before}{first}\n{section}\n{last}{after}", encoding="utf-8")
