"""What stands above the branches: party groups, organ committees and general branches, the work committee."""

from datetime import date

from dengxiaming.exchange.sample.days import AS_OF, HALVES, MONTHS, QUARTERS, YEARS, Period, days, noted, workday
from dengxiaming.exchange.sample.gatherings import happen, hold, span
from dengxiaming.exchange.sample.objects import GENERAL_KINDS, Act, Org, Person, World


def lead(world: World) -> None:
    """All acts of the organisations above the branches, and the monthly and yearly ones of every top organisation."""
    for group in world.of_kind("party_group"):
        _party_group(world, group)
    for general in world.generals():
        _general(world, general)
    for org in world.branches() + world.generals():
        _debriefing(world, org)
    for top in world.tops():
        _top(world, top)
    _work_committee(world)
    _classes(world)


def _inner(period: Period) -> tuple[date, date]:
    return period.first + days(6), period.last - days(4)


def _party_group(world: World, group: Org) -> None:
    for year in YEARS:
        y = year.first.year
        happen(world, "deployment", group, (date(y, 1, 8), date(y, 3, 24)))
        happen(world, "hearing", group, (date(y, 11, 10), date(y, 12, 24)))
        if y > 2024:
            happen(world, "annual_report", group, (date(y, 1, 4), date(y, 1, 26)))
        for post in world.posts_of_org[group]:
            happen(world, "contact_visit", group, (date(y, 3, 1), date(y, 11, 10)), post.person)
            happen(world, "lesson", group, (date(y, 4, 1), date(y, 12, 10)), post.person)
    for half in HALVES:
        happen(world, "inspection", group, _inner(half))
        happen(world, "lesson_study", group, _inner(half))
    for quarter in QUARTERS:
        happen(world, "central_group_study", group, _inner(quarter))


def _general(world: World, general: Org) -> None:
    for year in YEARS:
        happen(world, "organ_members_meeting", general, (date(year.first.year, 1, 15), date(year.first.year, 12, 20)))
    for half in HALVES:
        happen(world, "inspection", general, _inner(half))
    for quarter in QUARTERS:
        happen(world, "general_branch_meeting", general, _inner(quarter))
        happen(world, "disclosure", general, _inner(quarter))


def _debriefing(world: World, org: Org) -> None:
    """The secretaries below a general, or of top branches, report at the end of the year to the one above (D2-6)."""
    if org.kind in GENERAL_KINDS:
        below = world.below(org)
        holder = org
    elif org.parent and org.parent.kind in GENERAL_KINDS:
        return
    else:
        below, holder = [org], world.city()
    for year in YEARS:
        on = workday(world.rng, date(year.first.year, 11, 12), date(year.first.year, 12, 26))
        others: list[Person | Org] = [b for b in below if span(b, year)]
        hold(world, Act(["debriefing"], holder, on, noted(world.rng, on), others=others))


def _top(world: World, top: Org) -> None:
    for month in MONTHS:
        if span(top, month):
            _service(world, top, month)
    for year in YEARS:
        window = span(top, year)
        if window is None:
            continue
        first, last = window[0], window[1] - days(8)
        for kind in ("study_list", "fusion_list"):
            happen(world, kind, top, (first + days(12), min(last, first + days(120))))
        for kind in ("training", "innovation", "self_check"):
            happen(world, kind, top, (first + days(60), last))


def _service(world: World, top: Org, month: Period) -> None:
    """Members go to the community; the form is filed with the work committee within 30 days (S9-1, S9-3)."""
    rng = world.rng
    below = [b for b in world.below(top) if b.established <= month.first]
    org = rng.choice(below) if below and rng.random() < 0.35 else top
    on = workday(rng, max(month.first, org.established) + days(1), month.last - days(1))
    act = hold(world, Act(["community_service"], org, on, noted(rng, on), world.secretary(org, on)))
    if act:
        filed = workday(rng, on + days(3), on + days(24))
        hold(world, Act(["community_filing"], top, filed, noted(rng, filed), answers=[act]))


def _work_committee(world: World) -> None:
    city = world.city()
    for year in YEARS:
        y = year.first.year
        happen(world, "style_poll", city, (date(y, 6, 10), date(y, 10, 30)))
        happen(world, "annual_review", city, (date(y, 12, 1), date(y, 12, 25)))
    for half in HALVES:
        last = half.last
        happen(world, "half_year_assessment", city, (last - days(40), last - days(3)))
    for quarter in QUARTERS:
        happen(world, "bulletin", city, _inner(quarter))
        happen(world, "quarter_supervision", city, _inner(quarter))


def _classes(world: World) -> None:
    """Every branch secretary attends one of two classes a year, in batches (L2-2)."""
    for year in YEARS:
        y = year.first.year
        trained: set[Person] = set()
        for first, last in ((date(y, 4, 8), date(y, 5, 28)), (date(y, 9, 8), date(y, 10, 20))):
            on = workday(world.rng, first, last)
            now = [p for b in world.branches() if (p := world.secretary(b, on)) and p not in trained]
            trained.update(now)
            for start in range(0, len(now), 60):
                day = min(workday(world.rng, on, on + days(12)), AS_OF)
                others: list[Person | Org] = list(now[start : start + 60])
                hold(world, Act(["training"], world.city(), day, noted(world.rng, day), others=others))
