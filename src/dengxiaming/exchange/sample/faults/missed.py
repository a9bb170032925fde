"""Recurring duties not done: whole acts taken away, kinds struck off, things done outside their window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengxiaming.exchange.sample.days import AS_OF, HALVES, MONTHS, QUARTERS, YEARS, Period, days, within, workday
from dengxiaming.exchange.sample.faults.planter import Planter, cn_period
from dengxiaming.exchange.sample.objects import Act, Org


@dataclass(frozen=True, slots=True)
class Plain:
    """A recurring duty whose act counts for nothing else: rule, act kind, bearers, periods, what to call it."""

    rule: str
    kind: str
    who: str
    periods: Sequence[Period]
    words: str


PLAIN = {
    plain.rule: plain
    for plain in (
        Plain("D1-3", "inspection", "party_group", HALVES, "没有督查"),
        Plain("D1-4", "hearing", "party_group", YEARS, "年底没有专题听取汇报"),
        Plain("D1-6", "central_group_study", "party_group", QUARTERS, "没有中心组学习"),
        Plain("S2-6", "lesson_study", "party_group", HALVES, "没有研究三会一课"),
        Plain("D2-1", "organ_members_meeting", "general", YEARS, "没有开机关党员大会"),
        Plain("D2-2", "general_branch_meeting", "general", QUARTERS, "没有开总支会议"),
        Plain("D2-3", "inspection", "general", HALVES, "没有督导检查"),
        Plain("S10-1", "disclosure", "branch", QUARTERS, "没有党务公开"),
        Plain("Q1-2", "quiz", "branch", QUARTERS, "没有学习测试"),
        Plain("S6-2", "quarter_plan", "branch", QUARTERS, "没有季度安排"),
        Plain("S2-2", "committee_meeting", "branch", MONTHS, "没有开支委会"),
        Plain("S2-3", "group_meeting", "group", MONTHS, "没有开小组会"),
        Plain("S2-1", "members_meeting", "branch", QUARTERS, "没有开党员大会"),
        Plain("S2-4", "lesson", "branch", QUARTERS, "没有上党课"),
        Plain("S6-1", "theme_day", "branch", MONTHS, "没有开主题党日"),
        Plain("S3-1", "organization_life", "branch", YEARS, "没有开组织生活会"),
        Plain("S4-1", "appraisal", "branch", YEARS, "没有民主评议"),
        Plain("Q1-1", "study_list", "top", YEARS, "没有应知应会清单"),
        Plain("Q2-1", "training", "top", YEARS, "没有组织培训"),
        Plain("Q4-1", "innovation", "top", YEARS, "没有报创新项目"),
        Plain("Q5-1", "fusion_list", "top", YEARS, "没有党业结合清单"),
        Plain("L4-2", "self_check", "top", YEARS, "没有自查自纠"),
        Plain("Q3-1", "style_poll", "city", YEARS, "没有组织作风评议"),
        Plain("L1-1", "bulletin", "city", QUARTERS, "没有通报"),
        Plain("L3-1a", "quarter_supervision", "city", QUARTERS, "没有季度督查"),
        Plain("L3-1b", "half_year_assessment", "city", HALVES, "没有半年考核"),
        Plain("L3-1c", "annual_review", "city", YEARS, "没有全年点评"),
    )
}


def _bearers(p: Planter, who: str) -> list[Org]:
    world = p.world
    if who == "branch":
        return [o for o in p.orgs(world.of_kind("branch", "joint_branch")) if o.established < MONTHS[0].first]
    if who == "general":
        return p.orgs(world.generals())
    if who == "top":
        return [o for o in p.orgs(world.tops()) if o.established < MONTHS[0].first]
    return p.orgs(world.of_kind("work_committee" if who == "city" else who))


def skip(p: Planter, rule: str) -> bool:
    """One period of a recurring duty without its act. False when nothing suitable is left."""
    plain = PLAIN[rule]
    for org in _bearers(p, plain.who):
        for period in p.periods(plain.periods)[:4]:
            if p.free(rule, org) and _may_skip(p, plain, org, period):
                p.take(rule, org)
                p.begin(f"{org.name}{cn_period(period)}{plain.words}。")
                _skip(p, plain, org, period)
                return True
    return False


def skip_twice(p: Planter, rule: str) -> bool:
    """Two periods in a row: each is missed, and the two together must be looked at (S2-7)."""
    plain = PLAIN[rule]
    for org in _bearers(p, plain.who):
        for second in p.periods(plain.periods)[:4]:
            at = plain.periods.index(second)
            if at == 0 or not p.free(rule, org):
                continue
            first = plain.periods[at - 1]
            if _may_skip(p, plain, org, first) and _may_skip(p, plain, org, second):
                p.take(rule, org)
                p.begin(f"{org.name}{cn_period(first)}、{cn_period(second)}连续{plain.words}。")
                _skip(p, plain, org, first)
                _skip(p, plain, org, second)
                p.expect("S2-7", org, f"{rule}:{second.name}", "raised")
                return True
    return False


def _skip(p: Planter, plain: Plain, org: Org, period: Period) -> None:
    for act in p.acts(org, plain.kind, period.first, period.last):
        p.drop_kind(act, plain.kind)
    p.expect(plain.rule, org, period.name, "missed")


def _may_skip(p: Planter, plain: Plain, org: Org, period: Period) -> bool:
    """The acts are there, untouched, answer nothing, and no other duty hangs on them."""
    acts = p.acts(org, plain.kind, period.first, period.last)
    if not acts or not p.whole(acts) or any(a.answers for a in acts):
        return False
    if plain.kind == "committee_meeting":
        return len(p.world.committee(org, period.last)) >= 3
    if plain.kind == "theme_day":
        return not any("oath_theme" in a.kinds for a in acts)
    if plain.kind == "lesson":
        return not any(a.actor is p.world.secretary(org, a.on) for a in acts)
    return True


def late_report(p: Planter) -> bool:
    """The yearly report was sent in February (D1-5)."""
    for org in _bearers(p, "party_group"):
        for year in p.periods(YEARS):
            after = year.first.year + 1
            acts = p.acts(org, "annual_report", date(after, 1, 1), date(after, 1, 31))
            if acts and p.whole(acts) and p.take("D1-5", org):
                p.begin(f"{org.name}{year.name}年度报告到次年2月才报。")
                p.move(acts[0], workday(p.world.rng, date(after, 2, 5), date(after, 2, 13)))
                p.expect("D1-5", org, year.name, "missed")
                return True
    return False


def late_deployment(p: Planter) -> bool:
    """The start of the year was planned in April (D1-2)."""
    return _out_of_window(p, "party_group", ("D1-2", "deployment"), "的年初部署拖到4月。")


def late_plan(p: Planter) -> bool:
    """The branch's plan for the year was written in April (D3-1)."""
    return _out_of_window(p, "branch", ("D3-1", "annual_plan"), "的年度计划拖到4月才定。")


def _out_of_window(p: Planter, who: str, duty: tuple[str, str], words: str) -> bool:
    rule, kind = duty
    for org in _bearers(p, who):
        year = p.world.rng.choice((2024, 2025, 2026, 2026))
        acts = p.acts(org, kind, date(year, 1, 1), date(year, 12, 31))
        if acts and p.whole(acts) and p.take(rule, org):
            p.begin(f"{org.name}{year}年{words}")
            p.move(acts[0], workday(p.world.rng, date(year, 4, 3), date(year, 4, 28)))
            p.expect(rule, org, str(year), "missed")
            return True
    return False


def no_oath(p: Planter) -> bool:
    """June's theme day did not renew the oath (S6-3)."""
    for org in _bearers(p, "branch"):
        year = p.world.rng.choice((2024, 2025, 2026, 2026))
        acts = p.acts(org, "oath_theme", date(year, 6, 1), date(year, 7, 1))
        if acts and p.whole(acts) and p.take("S6-3", org):
            p.begin(f"{org.name}{year}年七一前没有重温入党誓词。")
            p.drop_kind(acts[0], "oath_theme")
            p.expect("S6-3", org, str(year), "missed")
            return True
    return False


def secretary_not_lecturing(p: Planter) -> bool:
    """Lessons of the year were given by others; the secretary gave one (D3-3)."""
    world = p.world
    for org in _bearers(p, "branch"):
        for year in p.periods(YEARS):
            own = [a for a in p.acts(org, "lesson", year.first, year.last) if a.actor is world.secretary(org, a.on)]
            others = [s.person for s in world.stays_on(org, year.first) if not world.posts_of[s.person]]
            if own and others and p.whole(own) and p.take("D3-3", org):
                p.begin(f"{org.name}{year.name}年书记只讲了1次党课，其余由别人讲。")
                for act in own[1:]:
                    act.actor = world.rng.choice(others)
                    p.touched.add(act)
                p.expect("D3-3", org, year.name, "missed")
                return True
    return False


def no_service(p: Planter) -> bool:
    """A month without going to the community, and so without a form (S9-1)."""
    world = p.world
    for top in _bearers(p, "top"):
        for month in p.periods(MONTHS)[:3]:
            under = (top, *world.below(top))
            acts = [a for o in under for a in p.acts(o, "community_service", month.first, month.last)]
            forms = [f for a in acts for f in world.acts_of[top] if a in f.answers]
            if acts and p.whole(acts + forms) and p.take("S9-1", top):
                p.begin(f"{top.name}{cn_period(month)}没有进社区。")
                for act in acts + forms:
                    p.remove(act)
                p.expect("S9-1", top, month.name, "missed")
                return True
    return False


def filing(p: Planter, *, late: bool) -> bool:
    """The form of a community visit was never filed, or after more than 30 days (S9-3)."""
    world = p.world
    for top in _bearers(p, "top"):
        forms = [a for a in world.acts_of[top] if a.kinds == ["community_filing"] and p.whole([a])]
        form = world.rng.choice(forms)
        service = form.answers[0]
        if not isinstance(service, Act) or service.on > AS_OF - days(70) or not p.take("S9-3", top):
            continue
        month = cn_period(within(MONTHS, service.on))
        p.begin(f"{service.org.name}{month}进社区的登记表" + ("迟报。" if late else "没有报备案。"))
        if late:
            p.move(form, workday(world.rng, service.on + days(34), service.on + days(55)))
        else:
            p.remove(form)
        p.touched.add(service)
        p.expect("S9-3", service.org, service, "late" if late else "missed")
        return True
    return False
