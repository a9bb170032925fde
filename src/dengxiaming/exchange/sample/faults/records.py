"""Records that are thin, or written long after the day: what elements and dates show (S2-8, S9-2)."""

from collections.abc import Iterator
from datetime import date

from dengxiaming.exchange.sample.days import AS_OF, MONTHS, QUARTERS, YEARS, days, within
from dengxiaming.exchange.sample.faults.planter import Named, Planter, cn
from dengxiaming.exchange.sample.objects import PRESENT, Act, Trigger, World
from dengxiaming.exchange.sample.tables import RECORDED

_THIN = (("votes", "resolutions"), ("speeches",), ("absent", "observers"), ("recorder",), ("speeches", "votes"))
_BY_MONTH = {"committee_meeting": "S2-2", "group_meeting": "S2-3", "theme_day": "S6-1"}
_BY_QUARTER = {
    "members_meeting": "S2-1",
    "lesson": "S2-4",
    "disclosure": "S10-1",
    "quarter_plan": "S6-2",
    "quiz": "Q1-2",
}
_WORDS = {
    "committee_meeting": "支委会",
    "group_meeting": "党小组会",
    "theme_day": "主题党日",
    "members_meeting": "党员大会",
    "lesson": "党课",
    "disclosure": "党务公开",
    "quarter_plan": "季度安排",
    "quiz": "学习测试",
}


def counted_in(world: World, act: Act) -> Iterator[tuple[str, Named, Named]]:
    """Rule, bearer and period of every row that an act of a branch or group, of a kind in `_WORDS`, is evidence for."""
    yield from _in_periods(world, act)
    yield from _by_itself(act)
    if not {"members_meeting", "theme_day", "lesson"}.isdisjoint(act.kinds):
        for stay in world.stays_on(act.org, act.on):
            if stay.leading and act.roll.get(stay.person) == PRESENT:
                yield "D1-8", stay.person, within(QUARTERS, act.on).name


def _in_periods(world: World, act: Act) -> Iterator[tuple[str, Named, Named]]:
    org, on = act.org, act.on
    for kind in act.kinds:
        if kind in _BY_MONTH:
            yield _BY_MONTH[kind], org, within(MONTHS, on).name
        if kind in _BY_QUARTER:
            yield _BY_QUARTER[kind], org, within(QUARTERS, on).name
    if "lesson" in act.kinds and act.actor is world.secretary(org, on):
        yield "D3-3", org, within(YEARS, on).name
    if "oath_theme" in act.kinds:
        yield "S6-3", org, within(YEARS, on).name


def _by_itself(act: Act) -> Iterator[tuple[str, Named, Named]]:
    if "theme_day" in act.kinds and act.roll:
        yield "S6-4", act, act
    for trigger in act.answers:
        if isinstance(trigger, Trigger) and trigger.kind == "directive":
            yield "D3-2", act.org, trigger
    if not RECORDED.isdisjoint(act.kinds):
        yield "S2-8", act, act


def _candidates(p: Planter, kind: str, first: date) -> Iterator[Act]:
    orgs = p.world.of_kind("group") if kind == "group_meeting" else p.world.of_kind("branch", "joint_branch")
    for org in p.orgs(orgs):
        acts = [a for a in p.acts(org, kind, first, AS_OF - days(50)) if p.whole([a]) and _plain(a)]
        if acts and p.free(f"record {kind}", org):
            yield p.world.rng.choice(acts)


def _plain(act: Act) -> bool:
    return all(k in _WORDS or k == "oath_theme" for k in act.kinds)


def thin(p: Planter, kind: str) -> bool:
    """A record that lacks elements, and stays so (S2-8)."""
    for act in _candidates(p, kind, date(2024, 7, 1)):
        p.take(f"record {kind}", act.org)
        act.blanks = p.world.rng.choice(_THIN)
        p.touched.add(act)
        p.begin(f"{act.org.name}{cn(act.on)}{_WORDS[kind]}记录要素不全，缺{len(act.blanks)}项。")
        p.expect("S2-8", act, act, "missed")
        for rule, bearer, period in counted_in(p.world, act):
            p.expect(rule, bearer, period, "incomplete")
        return True
    return False


def backfilled(p: Planter, kind: str) -> bool:
    """A record written three to six weeks after the day."""
    for act in _candidates(p, kind, date(2024, 7, 1)):
        p.take(f"record {kind}", act.org)
        p.write_late(act, 18, 45)
        p.begin(f"{act.org.name}{cn(act.on)}{_WORDS[kind]}，{(act.recorded[0] - act.on).days}天后才补录。")
        _expect_backfilled(p, act)
        return True
    return False


def _expect_backfilled(p: Planter, act: Act) -> None:
    if not RECORDED.isdisjoint(act.kinds):
        p.expect("S2-8", act, act, "late")
    for rule, bearer, period in counted_in(p.world, act):
        p.expect(rule, bearer, period, "backfilled")


def written_at_once(p: Planter) -> bool:
    """Half a year of committee meetings written down on one afternoon."""
    first, last, day = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 17)
    for org in p.orgs(p.world.of_kind("branch")):
        acts = p.acts(org, "committee_meeting", first, last)
        fit = len(acts) == 6 and p.whole(acts) and all(_plain(a) for a in acts)
        if fit and p.take("record committee_meeting", org):
            p.begin(f"{org.name}2026年上半年的支委会记录在{cn(day)}一次补齐。")
            for number, act in enumerate(acts):
                act.recorded = (day, 870 + number * 6)
                p.touched.add(act)
                _expect_backfilled(p, act)
            return True
    return False


def service_written_late(p: Planter) -> bool:
    """A community visit entered after more than 15 days (S9-2); the month's row shows it too (S9-1)."""
    world = p.world
    for org in p.orgs(world.tops()):
        acts = p.acts(org, "community_service", date(2024, 7, 1), AS_OF - days(50))
        acts = [a for a in acts if p.whole([a])]
        if acts and p.take("S9-2", org):
            act = world.rng.choice(acts)
            p.write_late(act, 18, 40)
            p.begin(f"{org.name}{cn(act.on)}进社区，{(act.recorded[0] - act.on).days}天后才记录。")
            p.expect("S9-2", org, act, "late")
            p.expect("S9-2", org, act, "backfilled")
            p.expect("S9-1", org, within(MONTHS, act.on).name, "backfilled")
            return True
    return False
