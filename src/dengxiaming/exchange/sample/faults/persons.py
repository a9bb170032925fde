"""What single members show: dues, talks, presence, training, lectures and visits of leading members."""

from collections.abc import Iterator
from datetime import date

from dengxiaming.exchange.sample.days import AS_OF, MONTHS, QUARTERS, START, days, noted, workday
from dengxiaming.exchange.sample.events import home
from dengxiaming.exchange.sample.faults.planter import Planter, cn, cn_period, unit_of
from dengxiaming.exchange.sample.objects import ABSENT, COMMITTEE_POSTS, Act, Org, Person, Post, Stay

_GATHERINGS = frozenset({"members_meeting", "theme_day", "lesson", "organization_life", "appraisal"})


def _steady(p: Planter) -> Iterator[Stay]:
    """One ordinary member a branch who has been there all the time and holds no post; branches in planting order."""
    for org in p.orgs(p.world.of_kind("branch", "joint_branch")):
        stays = [s for s in p.world.stays_of_org[org] if s.since < START and s.until is None and not s.leading]
        stays = [s for s in stays if not p.world.posts_of[s.person] and s.person.retired_on is None]
        if stays:
            yield p.world.rng.choice(stays)


def dues_missing(p: Planter, *, short: bool) -> bool:
    """A month not paid, or less than was due (S7-2)."""
    for stay in _steady(p):
        month = p.periods(MONTHS)[0]
        due = p.world.dues.get((stay.person, month.first))
        if due is None or due.excuse or not p.take("dues", stay.person):
            continue
        p.begin(f"{stay.org.name}1名党员{cn_period(month)}党费" + ("没有交足。" if short else "没有交。"))
        if short:
            due.paid = due.payable - max(1, due.payable // 3)
        else:
            del p.world.dues[stay.person, month.first]
        p.expect("S7-2", stay.person, month.name, "missed")
        return True
    return False


def dues_late(p: Planter) -> bool:
    """A month paid in the next one (S7-2)."""
    for stay in _steady(p):
        month = p.periods(MONTHS)[0]
        due = p.world.dues.get((stay.person, month.first))
        if due is None or due.excuse or not p.take("dues", stay.person):
            continue
        due.paid_on = workday(p.world.rng, month.last + days(2), min(month.last + days(23), AS_OF))
        due.recorded = noted(p.world.rng, due.paid_on)
        p.begin(f"{stay.org.name}1名党员{cn_period(month)}党费到{cn(due.paid_on)}才交。")
        p.expect("S7-2", stay.person, month.name, "late")
        return True
    return False


def half_year_unpaid(p: Planter) -> bool:
    """Six and more months in a row without dues and without a reason (S7-3)."""
    for stay in _steady(p):
        over = [m for m in MONTHS if m.over()]
        count = p.world.rng.randint(6, 9)
        start = p.world.rng.randint(len(over) - 14, len(over) - count)
        run = over[start : start + count]
        dues = [p.world.dues.get((stay.person, m.first)) for m in run]
        if any(d is None or d.excuse for d in dues) or not p.take("dues", stay.person):
            continue
        p.begin(f"{stay.org.name}1名党员{cn_period(run[0])}起连续{count}个月没有交党费。")
        for month in run:
            del p.world.dues[stay.person, month.first]
            p.expect("S7-2", stay.person, month.name, "missed")
        p.expect("S7-3", stay.person, run[5].name, "raised")
        return True
    return False


def never_came(p: Planter) -> bool:
    """A leading member came to nothing their branch held in a quarter (D1-8); each theme day lacks them too (S6-4)."""
    stays = [s for s in p.world.stays if s.leading]
    for stay in p.order(stays, lambda s: s.org.units[0] if s.org.units else None):
        quarter = p.periods(QUARTERS)[0]
        acts = [a for a in p.world.acts_of[stay.org] if quarter.first <= a.on <= quarter.last and a.roll]
        acts = [a for a in acts if not _GATHERINGS.isdisjoint(a.kinds)]
        if not acts or not p.whole(acts) or not p.take("D1-8", stay.person):
            continue
        p.begin(f"{stay.org.name}1名党员领导干部{cn_period(quarter)}一次也没有参加支部活动。")
        p.expect("D1-8", stay.person, quarter.name, "missed")
        for act in acts:
            act.roll[stay.person] = ABSENT
            p.touched.add(act)
            if "theme_day" in act.kinds:
                p.expect("S6-4", act, act, "missed")
        return True
    return False


def leave_not_made_up(p: Planter, *, late: bool) -> bool:
    """Somebody on leave from a theme day did not make it up, or only after 30 days (S6-4)."""
    for stay in _steady(p):
        acts = [a for a in p.acts(stay.org, "theme_day", START, AS_OF - days(60)) if a.roll and p.whole([a])]
        if not acts or not p.take("S6-4", stay.org):
            continue
        act = p.world.rng.choice(acts[-18:])
        p.touched.add(act)
        made_up = act.on + days(p.world.rng.randint(34, 52)) if late else None
        act.roll[stay.person] = ("leave", made_up)
        p.begin(f"{stay.org.name}{cn(act.on)}主题党日有人请假，" + ("过了30天才补课。" if late else "没有补课。"))
        p.expect("S6-4", act, act, "late" if late else "missed")
        return True
    return False


def _talks(p: Planter, org: Org, year: int) -> list[Act]:
    return p.acts(org, "talk", date(year, 1, 1), date(year, 12, 31))


def _unsay(p: Planter, acts: list[Act], person: Person) -> None:
    """The talks did not take place with this person."""
    for act in acts:
        act.others.remove(person)
        p.touched.add(act)
        if not act.others:
            p.remove(act)


def nobody_talked(p: Planter) -> bool:
    """In a whole year nobody of the committee talked with a member (S5-1b)."""
    for stay in _steady(p):
        year = p.world.rng.choice((2024, 2025, 2025))
        acts = [a for a in p.world.acts() if "talk" in a.kinds and a.on.year == year]
        acts = [a for a in acts if stay.person in a.others or a.actor is stay.person]
        tied = any(a.answers or a.actor is stay.person for a in acts)
        if tied or not p.whole(acts) or not p.take("S5-1b", stay.org):
            continue
        p.begin(f"{stay.org.name}{year}年没有人同1名党员谈心谈话。")
        _unsay(p, acts, stay.person)
        p.expect("S5-1b", stay.person, str(year), "missed")
        return True
    return False


def committee_not_talking(p: Planter) -> bool:
    """Two of a committee did not talk with each other in the year (S5-1a)."""
    world = p.world
    for org in p.orgs(world.of_kind("branch", "joint_branch")):
        year = world.rng.choice((2024, 2025, 2025))
        posts = [x for x in world.posts_of_org[org] if _through(x, year) and x.post in COMMITTEE_POSTS]
        if len(posts) < 3 or not p.free("S5-1a", org):
            continue
        one, two = sorted((posts[-2].person, posts[-1].person), key=lambda person: person.id)
        acts = [a for a in _talks(p, org, year) if _between(a, one, two)]
        if one is two or not p.whole(acts) or any(a.answers for a in acts):
            continue
        p.take("S5-1a", org)
        p.begin(f"{org.name}{year}年有2名支委之间没有谈心谈话。")
        for act in acts:
            _unsay(p, [act], two if act.actor is one else one)
        p.expect("S5-1a", f"{one.id}->{two.id}", str(year), "missed")
        return True
    return False


def _through(post: Post, year: int) -> bool:
    return post.since <= date(year, 1, 1) and (post.until is None or post.until > date(year, 12, 31))


def _between(act: Act, one: Person, two: Person) -> bool:
    return (act.actor is one and two in act.others) or (act.actor is two and one in act.others)


def general_not_talking(p: Planter) -> bool:
    """The general's secretary did not talk with one of the branch secretaries in the year (D2-4)."""
    world = p.world
    for general in p.orgs(world.generals()):
        year = world.rng.choice((2024, 2025, 2025))
        own = {x.person for x in world.posts_of_org[general] if x.post == "secretary"}
        heads = [x for b in world.below(general) for x in world.posts_of_org[b] if x.post == "secretary"]
        for post in [x for x in heads if _through(x, year) and x.person not in own]:
            said = [a for a in world.acts() if "talk" in a.kinds and a.actor in own and post.person in a.others]
            acts = [a for a in said if a.on.year == year]
            if any(a.answers for a in acts) or not p.whole(acts) or not p.take("D2-4", general):
                continue
            p.begin(f"{general.name}书记{year}年没有同{post.org.name}书记谈话。")
            _unsay(p, acts, post.person)
            p.expect("D2-4", f"{general.id}->{post.person.id}", str(year), "missed")
            return True
    return False


def secretary_not_trained(p: Planter) -> bool:
    """A branch secretary was in none of the year's classes (L2-2)."""
    world = p.world
    for org in p.orgs(world.of_kind("branch", "joint_branch")):
        year = world.rng.choice((2024, 2025, 2025))
        for post in [x for x in world.posts_of_org[org] if x.post == "secretary" and _through(x, year)]:
            acts = [a for a in _classes(p, year) if post.person in a.others]
            if not acts or not p.take("L2-2", post.person):
                continue
            p.begin(f"{org.name}书记{year}年没有参加轮训。")
            for act in acts:
                act.others.remove(post.person)
            p.expect("L2-2", post.person, str(year), "missed")
            return True
    return False


def _classes(p: Planter, year: int) -> list[Act]:
    return p.acts(p.world.city(), "training", date(year, 1, 1), date(year, 12, 31))


def leader_absent(p: Planter, rule: str) -> bool:
    """A party group's member gave no lesson in the year (S2-5), or did not go to the contact point (D1-7)."""
    kind, words = {"S2-5": ("lesson", "没有讲党课"), "D1-7": ("contact_visit", "没有到基层联系点")}[rule]
    for group in p.orgs(p.world.of_kind("party_group")):
        year = p.world.rng.choice((2024, 2025, 2025))
        post = p.world.rng.choice(p.world.posts_of_org[group])
        everything = [a for a in p.world.acts() if kind in a.kinds and a.on.year == year and a.actor is post.person]
        held = [a for a in everything if a.org is group]
        if held != everything or not held or not p.take(rule, post.person):
            continue
        p.begin(f"{group.name}1名成员{year}年{words}。")
        for act in held:
            p.remove(act)
        p.expect(rule, post.person, str(year), "missed")
        return True
    return False


def absent_delegate(p: Planter) -> bool:
    """Nobody from above sat in at the organisation life meeting (S3-3)."""
    for org in p.orgs(p.world.of_kind("branch", "joint_branch")):
        acts = [a for a in p.acts(org, "organization_life", START, date(2026, 10, 31)) if p.whole([a])]
        if acts and p.take("S3-3", org):
            act = acts[-1]
            for person in [person for person, mark in act.roll.items() if mark[0] == "observer"]:
                del act.roll[person]
            p.touched.add(act)
            p.begin(f"{org.name}{cn(act.on)}的组织生活会上级没有派人。")
            p.expect("S3-3", act, act, "missed")
            return True
    return False


def occasion_without_talk(p: Planter, *, late: bool) -> bool:
    """The secretary did not talk when the occasion asked for it, or after more than 30 days (S5-2)."""
    world = p.world
    kinds = {"honoured", "hardship", "retirement", "conflict", "complaint", "disciplined"}
    old = [t for t in world.triggers if t.kind in kinds and t.on < AS_OF - days(80) and t.person]
    for trigger in p.order(old, lambda t: unit_of(home(world, t))):
        acts = p.answering(trigger)
        stay = world.stay(trigger.person, trigger.on) if trigger.person else None
        if len(acts) != 1 or stay is None or not p.whole(acts) or not p.take("S5-2", stay.org):
            continue
        act, on = acts[0], workday(world.rng, trigger.on + days(33), trigger.on + days(60))
        actor = world.secretary(stay.org, on)
        if act.actor is not world.secretary(stay.org, act.on) or actor is None or actor is trigger.person:
            continue
        p.begin(f"{stay.org.name}对{cn(trigger.on)}的六必谈事项" + ("过了30天才谈。" if late else "没有谈。"))
        if late:
            act.actor = actor
            p.move(act, on)
        else:
            p.remove(act)
        p.expect("S5-2", stay.org, trigger, "late" if late else "missed")
        return True
    return False
