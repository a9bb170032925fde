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
    said = (measured, tables[0], cold + compared, tables[1], "样例市的页面，在服务器上：", tables[2], month(figures))
    return "\n\n".join(said)


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


def write(figures: dict[str, Any]) -> None:
    put(README, speed_section(figures))
    put(SCALE, engines(figures))


def put(page: Path, section: str) -> None:
    before, rest = page.read_text(encoding="utf-8").split(FIRST, 1)
    after = rest.split(LAST, 1)[1]
    page.write_text(f"{before}{FIRST}\n{section}\n{LAST}{after}", encoding="utf-8")
