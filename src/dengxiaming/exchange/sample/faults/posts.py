"""Committees, terms and units gone wrong: what structure, ratio, terms and the papers of an election show."""

from datetime import date

from dengxiaming.exchange.sample.days import AS_OF, START, days, noted, workday
from dengxiaming.exchange.sample.faults.planter import Planter, cn
from dengxiaming.exchange.sample.objects import COMMITTEE_POSTS, GENERAL_KINDS, Act, Org, Person, Post, Trigger, Unit
from dengxiaming.exchange.sample.people import Late, due_on

_TODAY = AS_OF.isoformat()


def terms(p: Planter, late: Late, first_terms: dict[Org, date]) -> None:
    """The terms that were let lapse, and those ended too late (S8-1); decided when the elections were held."""
    for org in late.lapsed:
        p.begin(f"{org.name}任期{cn(due_on(org, first_terms[org]))}届满，没有换届。")
        p.expect("S8-1", org, f"term-{first_terms[org]}", "missed")
    for org in late.overdue:
        p.begin(f"{org.name}任期{cn(due_on(org, first_terms[org]))}届满，超期才换届。")
        p.expect("S8-1", org, f"term-{first_terms[org]}", "late")


def wrong_shapes(p: Planter) -> None:
    """Units organised in a way that does not fit their size (S1-1 … S1-4); decided in the blueprint."""
    shape_of = {u.id: u.shape for u in p.world.units}
    for unit in p.world.units:
        n, shape = _full(p, unit), shape_of[unit.id]
        fitting = "organ" if n >= 100 else "general" if n >= 50 else "branches" if n >= 3 else "joint"
        if shape.startswith(fitting):
            continue
        rule, words = {
            "organ": ("S1-1", "没有设机关党委"),
            "general": ("S1-2", "没有设总支"),
            "branches": ("S1-3", "没有自己的支部，挂在联合支部里"),
            "joint": ("S1-4", "没有编入联合支部，单独设了支部"),
        }[fitting]
        p.begin(f"{unit.name}有正式党员{n}名，{words}。")
        p.expect(rule, unit, _TODAY, "missed")
    for org in p.world.of_kind("joint_branch"):
        if len(org.units) > 5:
            p.begin(f"{org.name}覆盖{len(org.units)}个单位，多于5个。")
            p.expect("S1-4", org, _TODAY, "missed")


def _full(p: Planter, unit: Unit) -> int:
    """The unit's full members on the day of the sample."""
    stays = [s for s in p.world.stays if s.kind == "full" and s.holds(AS_OF)]
    return sum(s.unit is unit or s.org.units == [unit] for s in stays)


def too_few_workers(p: Planter) -> bool:
    """Fewer full-time party workers than two in a hundred (L2-1)."""
    for unit in p.order(p.world.units, lambda u: u):
        required = max(1, -(-unit.staff * 2 // 100))
        if required >= 2 and p.take("L2-1", unit):
            unit.workers = required - 1
            p.begin(f"{unit.name}有工作人员{unit.staff}名，专职党务人员{unit.workers}名，少于{required}名。")
            p.expect("L2-1", unit, _TODAY, "missed")
            return True
    return False


def unapproved_temporary(p: Planter) -> bool:
    """The temporary branch works without the superior's approval (S1-5)."""
    for org in p.world.of_kind("temporary_branch"):
        org.approved = None
        p.begin(f"{org.name}没有上级批复。")
        p.expect("S1-5", org, _TODAY, "missed")
        return True
    return False


def _spare(p: Planter, org: Org) -> list[Person]:
    """Ordinary full members of long standing without any post."""
    stays = [s for s in p.world.stays_of_org[org] if s.until is None and s.kind == "full" and s.since < START]
    return [s.person for s in stays if not s.leading and not p.world.posts_of[s.person]]


def _seat(p: Planter, org: Org, person: Person, on: date) -> None:
    """One more committee member, elected by the members and filed in time."""
    filed = on + days(p.world.rng.randint(4, 9))
    p.world.add_post(Post(person, org, "committee_member", on, None, "elected_by_members", filed=filed))


def _with_committee(p: Planter, size: int) -> list[Org]:
    branches = p.orgs(p.world.of_kind("branch", "joint_branch"))
    fit = [o for o in branches if len(p.world.committee(o, AS_OF)) == size and p.free("committee", o)]
    return [o for o in fit if max(x.since for x in p.world.posts_of_org[o]) < date(2026, 8, 1)]


def too_large_committee(p: Planter) -> bool:
    """Three more were elected into a committee of five: eight (S1-6)."""
    for org in _with_committee(p, 5):
        spare = _spare(p, org)
        if len(spare) >= 3 and p.take("committee", org):
            on = date(2026, 9, 16)
            p.begin(f"{org.name}{cn(on)}补选后支委会有8人，多于7人。")
            for person in spare[:3]:
                _seat(p, org, person, on)
            p.world.add_act(Act(["by_election"], org, on, noted(p.world.rng, on)))
            p.expect("S1-6", org, _TODAY, "missed")
            return True
    return False


def too_small_committee(p: Planter) -> bool:
    """One of a committee of three left and nobody was told (S1-6)."""
    for org in _with_committee(p, 3):
        seats = [x for x in p.world.posts_of_org[org] if x.until is None and x.post == "committee_member"]
        if p.world.full(org, AS_OF) >= 8 and seats and p.take("committee", org):
            seats[0].until = date(2026, 10, 20)
            p.begin(f"{org.name}有委员离任没有补选，支委会只剩2人，少于3人。")
            p.expect("S1-6", org, _TODAY, "missed")
            return True
    return False


def committee_in_small_branch(p: Planter) -> bool:
    """A branch of fewer than seven has a committee member beside its secretary (S1-7)."""
    for org in p.orgs(p.world.of_kind("branch", "joint_branch")):
        people = [s.person for s in p.world.stays_on(org, AS_OF) if s.kind == "full" and not p.world.posts_of[s.person]]
        if 3 <= p.world.full(org, AS_OF) < 7 and people and p.take("committee", org):
            on = date(2026, 8, 20)
            p.begin(f"{org.name}不足7人，只设书记，却选了委员。")
            _seat(p, org, people[0], on)
            p.expect("S1-7", org, _TODAY, "missed")
            return True
    return False


def no_discipline_officer(p: Planter, *, general: bool) -> bool:
    """Nobody is in charge of discipline any more (S1-12)."""
    orgs = p.orgs(p.world.generals()) if general else _with_committee(p, 5)
    for org in orgs:
        seats = [x for x in p.world.posts_of_org[org] if x.until is None and x.post == "discipline_commissioner"]
        if seats and seats[0].since < date(2026, 8, 1) and p.take("committee", org):
            seats[0].until = date(2026, 10, 12)
            p.begin(f"{org.name}纪检委员{cn(date(2026, 10, 12))}离任，没有补上。")
            p.expect("S1-12", org, _TODAY, "missed")
            return True
    return False


def election_papers(p: Planter, *, late: bool) -> bool:
    """The result was never approved or filed, or after more than 15 days (S1-9)."""
    for org in p.orgs(p.world.generals() + p.world.of_kind("branch", "joint_branch")):
        posts = [x for x in p.world.posts_of_org[org] if x.post in COMMITTEE_POSTS and x.route != "appointed"]
        posts = [x for x in posts if START <= x.since < AS_OF - days(60)]
        if not posts or not p.take("S1-9", org):
            continue
        post = p.world.rng.choice(posts)
        answered = post.since + days(p.world.rng.randint(19, 40)) if late else None
        heads = post.post in {"secretary", "deputy_secretary"}
        post.approved, post.filed = (answered, None) if heads else (None, answered)
        done = "报批" if heads else "备案"
        p.begin(f"{org.name}{cn(post.since)}选举的结果" + (f"迟了才{done}。" if late else f"没有{done}。"))
        p.expect("S1-9", post, post, "late" if late else "missed")
        return True
    return False


def vacancy(p: Planter, *, late: bool) -> bool:
    """A place in the committee stays empty for more than 90 days (S1-10)."""
    rng = p.world.rng
    for org in _with_committee(p, 5):
        seats = [x for x in p.world.posts_of_org[org] if x.until is None and x.post == "committee_member"]
        on = workday(rng, date(2026, 3, 3), date(2026, 4, 28))
        recent = max(x.since for x in p.world.posts_of_org[org]) >= on - days(30)
        if recent or not _spare(p, org) or not p.take("committee", org):
            continue
        seats[0].until = on
        trigger = Trigger("post_vacant", on, org=org)
        p.world.triggers.append(trigger)
        p.begin(f"{org.name}{cn(on)}有委员空缺，" + ("过了90天才补选。" if late else "一直没有补选。"))
        if late:
            _elect_late(p, org, trigger)
        p.expect("S1-10", org, trigger, "late" if late else "missed")
        return True
    return False


def _elect_late(p: Planter, org: Org, trigger: Trigger) -> None:
    rng = p.world.rng
    on = workday(rng, trigger.on + days(96), trigger.on + days(140))
    _seat(p, org, _spare(p, org)[0], on)
    p.world.add_act(Act(["by_election"], org, on, noted(rng, on), answers=[trigger]))


def not_inducted(p: Planter, *, late: bool) -> bool:
    """A new secretary was not trained before the day, or only afterwards (L2-3)."""
    world = p.world
    fresh = [t for t in world.triggers if t.kind == "appointed_secretary" and t.on < AS_OF - days(60)]
    for trigger in p.order(fresh, lambda t: t.org.units[0] if t.org and t.org.units else None):
        acts = [a for a in world.acts_of[world.city()] if a.kinds == ["induction"] and trigger.person in a.others]
        if len(acts) != 1 or trigger.person is None or not p.take("L2-3", trigger.person):
            continue
        p.begin(f"{trigger.org.name if trigger.org else ''}新任书记" + ("到任后才补训。" if late else "没有任前培训。"))
        if late:
            p.move(acts[0], workday(world.rng, trigger.on + days(8), trigger.on + days(50)))
        else:
            p.remove(acts[0])
        p.expect("L2-3", trigger.person, trigger, "late" if late else "missed")
        return True
    return False


def not_debriefed(p: Planter) -> bool:
    """A branch's secretary did not report to the one above at the end of the year (D2-6)."""
    world = p.world
    for org in p.orgs(world.of_kind("branch", "joint_branch")):
        year = world.rng.choice((2024, 2025, 2025))
        holder = org.parent if org.parent and org.parent.kind in GENERAL_KINDS else world.city()
        acts = p.acts(holder, "debriefing", date(year, 1, 1), date(year, 12, 31))
        acts = [a for a in acts if org in a.others]
        if acts and p.whole(acts) and p.take("D2-6", org):
            p.begin(f"{org.name}{year}年书记没有述职评议。")
            for act in acts:
                act.others.remove(org)
            p.expect("D2-6", org, str(year), "missed")
            return True
    return False
