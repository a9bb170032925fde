"""Triggers left unanswered, or answered after their days had run out."""

from dataclasses import dataclass
from datetime import timedelta

from dengxiaming.exchange.sample.days import AS_OF, START, days, noted, workday
from dengxiaming.exchange.sample.faults.planter import Planter, cn
from dengxiaming.exchange.sample.objects import BRANCH_KINDS, GENERAL_KINDS, Act, Trigger


@dataclass(frozen=True, slots=True)
class Asked:
    """A response that one act gives: the trigger, the days, which organisation's act it is, and how to say it: what
    happened and what was owed.
    """

    rule: str
    trigger: str
    days: int
    kinds: frozenset[str]
    happened: str
    owed: str


ASKED = {
    asked.rule: asked
    for asked in (
        Asked("D1-1", "directive", 30, frozenset({"party_group"}), "上级部署", "专题研究"),
        Asked("D2-5", "violation_lead", 15, GENERAL_KINDS, "违纪线索", "向党组报告"),
        Asked("D3-5", "violation_lead", 15, BRANCH_KINDS, "违纪线索", "处理"),
        Asked("S3-4", "serious_violation", 30, BRANCH_KINDS, "严重问题", "开专题组织生活会"),
        Asked("S4-5", "unqualified", 90, BRANCH_KINDS, "评议不合格", "作出处置"),
        Asked("S10-2", "opinion", 21, BRANCH_KINDS | GENERAL_KINDS, "党员意见", "答复"),
        Asked("Q3-2", "low_style_rank", 30, frozenset({"work_committee"}), "作风排名靠后", "约谈书记"),
    )
}


def unanswered(p: Planter, rule: str, *, late: bool) -> bool:
    """No answer to a trigger, or one after its days had run out."""
    asked = ASKED[rule]
    old = [t for t in p.world.triggers if t.kind == asked.trigger and t.on < AS_OF - days(asked.days + 40)]
    pairs = [(t, a) for t in old for a in p.answering(t) if a.org.kind in asked.kinds]
    for trigger, act in p.order(pairs, lambda pair: pair[1].org.units[0] if pair[1].org.units else None):
        bearer = trigger.org or act.org
        if act.answers != [trigger] or not p.whole([act]) or not p.take(rule, bearer):
            continue
        how = f"过了{asked.days}天才" if late else "没有"
        p.begin(f"{bearer.name}对{cn(trigger.on)}的{asked.happened}{how}{asked.owed}。")
        if late:
            first = trigger.on + days(asked.days + 3)
            p.move(act, workday(p.world.rng, first, first + timedelta(days=30)))
        else:
            p.remove(act)
        p.expect(rule, bearer, trigger, "late" if late else "missed")
        return True
    return False


def not_passed_on(p: Planter, *, late: bool) -> bool:
    """A branch did not pass on a directive, or at a meeting after 30 days (D3-2)."""
    old = [t for t in p.world.triggers if t.kind == "directive" and t.on < AS_OF - days(90)]
    for org in p.orgs(p.world.of_kind("branch", "joint_branch")):
        trigger = p.world.rng.choice(old)
        acts = [a for a in p.world.acts_of[org] if trigger in a.answers]
        later = [a for a in p.world.acts_of[org] if _late_meeting(a, trigger)]
        if len(acts) != 1 or not later or not p.whole([*acts, *later[:1]]) or not p.take("D3-2", org):
            continue
        acts[0].answers.remove(trigger)
        p.touched.add(acts[0])
        if late:
            later[0].answers.append(trigger)
            p.touched.add(later[0])
        p.begin(f"{org.name}没有按期传达{cn(trigger.on)}的上级部署" + ("，过了30天才传达。" if late else "。"))
        p.expect("D3-2", org, trigger, "late" if late else "missed")
        return True
    return False


def _late_meeting(act: Act, trigger: Trigger) -> bool:
    meets = not {"members_meeting", "committee_meeting"}.isdisjoint(act.kinds)
    return meets and 31 <= (act.on - trigger.on).days <= 75


def not_transferred(p: Planter) -> bool:
    """Somebody changed jobs and the membership stayed where it was (S7-1); the secretary did talk with them (S5-2)."""
    world = p.world
    for org in p.orgs(world.of_kind("branch")):
        stays = [s for s in world.stays_of_org[org] if s.since < START and s.until is None and not s.leading]
        stays = [s for s in stays if not world.posts_of[s.person]]
        on = workday(world.rng, START + days(200), AS_OF - days(120))
        met = on + days(9)
        if not stays or world.secretary(org, met) is None or not p.take("S7-1", org):
            continue
        person = world.rng.choice(stays).person
        trigger = Trigger("job_change", on, person)
        world.triggers.append(trigger)
        world.add_act(Act(["talk"], org, met, noted(world.rng, met), world.secretary(org, met), [person], [trigger]))
        p.begin(f"{org.name}1名党员{cn(on)}工作变动，组织关系一直没有转。")
        p.expect("S7-1", person, trigger, "missed")
        return True
    return False


def transferred_late(p: Planter) -> bool:
    """Somebody had been away for more than six months and was transferred after 60 days (S7-1)."""
    world = p.world
    for trigger in [t for t in world.triggers if t.kind == "away_over_six_months" and t.person]:
        act = next(a for a in p.answering(trigger))
        on = act.on - days(world.rng.randint(68, 90))
        if on >= START and p.whole([act]) and trigger.person and p.take("S7-1", trigger.person):
            trigger.on = on
            p.touched.add(act)
            p.begin(f"{act.org.name}1名党员{cn(on)}起外出超过6个月，过了60天才转接。")
            p.expect("S7-1", trigger.person, trigger, "late")
            return True
    return False
