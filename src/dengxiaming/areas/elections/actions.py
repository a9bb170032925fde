"""The verbs around the vote: prepared, asked for, permitted, called; reported, approved, and the posts that follow.

What stands in the way is refused with its article and remedy (`refusals`). The vote itself: `voting.actions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dengxiaming.areas.elections import congress, numbers, queries
from dengxiaming.areas.elections.models import Election, Excused, Nominee, Quota, Registered
from dengxiaming.areas.elections.plan import Plan
from dengxiaming.areas.elections.refusals import refuse
from dengxiaming.areas.elections.terms import COMMISSIONER, DEPUTY, ELECTABLE, MEMBER, SECRETARY, TERM
from dengxiaming.areas.members import core as members_core
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Post
from dengxiaming.areas.members.terms import COMMITTEE_POSTS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization
from dengxiaming.ground import actions as ground
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Verb, verb
from dengxiaming.journal.actor import Actor


def prepare(plan: Plan, organization: str, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> str:
    """酝酿: an election is planned; its code."""
    with verb("election.prepare", by, at, token, content) as work:
        superior = congress.organization(plan.congress) or queries.superior_of(organization)
        if not superior:
            raise refuse(
                "kind", "上面没有审批的组织（R2-10）：换届由上级机关党委、总支或者工委审批。先把上下级关系设好。"
            )
        held = Election.objects.create(
            code=new_code("EL"),
            organization=Organization.objects.get(code=organization),
            superior=Organization.objects.get(code=superior),
            prepared_at=at,
            prepared_by=Member.objects.get(code=by.member),
            **_columns(plan),
        )
        _write(held, plan)
        work.seal("election", held.code)
        work.answer = held.code
    return held.code


def amend(code: str, plan: Plan, by: Actor, at: datetime, token: str = "", content: bytes = b"") -> None:
    """The plan is changed before it is sent up, or after the superior returned it."""
    with verb("election.amend", by, at, token, content) as work:
        held = locked(code)
        if held.requested_at is not None:
            raise refuse("kind", "已经请示上级，不能再改。要改，请上级退回。")
        Election.objects.filter(pk=held.pk).update(**_columns(plan))
        Nominee.objects.filter(election=held).delete()
        Excused.objects.filter(election=held).delete()
        Quota.objects.filter(election=held).delete()
        _write(held, plan)
        work.seal("election", code)
        work.answer = code


def request(code: str, by: Actor, at: datetime, token: str = "") -> None:
    """请示: the plan goes to the superior (S8-3)."""
    with verb("election.request", by, at, token) as work:
        held = locked(code)
        if held.requested_at is not None:
            raise refuse("request", "已经请示过了。")
        who = Member.objects.get(code=by.member)
        Election.objects.filter(pk=held.pk).update(requested_at=at, requested_by=who, returned="")
        work.seal("election", code)


@dataclass(frozen=True)
class Decision:
    """What a superior answers: agreed, on which day, under which number; or returned, and why."""

    agreed: bool
    on: date
    number: str = ""
    reason: str = ""


def permit(code: str, decision: Decision, by: Actor, at: datetime, token: str = "") -> None:
    """批复: the superior agrees to the plan, and with it to who shall not be counted (R3-6); or returns it."""
    with verb("election.permit", by, at, token) as work:
        held = locked(code)
        if held.requested_at is None or held.permitted_on is not None:
            raise refuse("permit", "没有等批复的请示：可能已经批过，或者还没有请示。")
        rows = Election.objects.filter(pk=held.pk)
        if decision.agreed:
            who = Member.objects.get(code=by.member)
            rows.update(permitted_on=decision.on, permit=decision.number, permitted_by=who)
        else:
            rows.update(requested_at=None, requested_by=None, returned=decision.reason)
        work.seal("election", code, decision.reason)


def call(code: str, by: Actor, at: datetime, token: str = "") -> None:
    """The register of who may vote is frozen: full members, without those whose right is suspended (R3-3); for a
    congress their delegates, once all of them are confirmed (R3-2).
    """
    with verb("election.call", by, at, token) as work:
        held = locked(code)
        if held.permitted_on is None or held.called_at is not None:
            raise refuse("call", "还没有批复，或者名册已经定过（S8-3：先请示，批复以后再定名册）。")
        missing = [one.name for one in congress.units(held) if not one.is_done]
        if missing:
            raise refuse("call", f"{'、'.join(missing)}的代表还没有选出、审批。都审批了再定名册（R3-2）。")
        standings = congress.standings(held)
        people = {one.code: one for one in Member.objects.filter(code__in=standings)}
        Registered.objects.bulk_create(
            Registered(election=held, member=people[who], standing=standing) for who, standing in standings.items()
        )
        lost = [
            str(one.member)
            for one in held.nominees.select_related("member")
            if standings.get(one.member.code) not in ELECTABLE
        ]
        if lost:
            names = "、".join(dict.fromkeys(lost))
            raise refuse("call", f"候选人{names}现在没有被选举权（R3-3）。请上级退回，换候选人。")
        Election.objects.filter(pk=held.pk).update(called_at=at)
        work.seal("election", code)


def report(code: str, commissioner: str, by: Actor, at: datetime, token: str = "") -> None:
    """报批、备案: the result goes up, signed; from here on the election is a fact. `commissioner` is who of the elected
    committee takes 纪检委员 (S1-12), "" for nobody.
    """
    with verb("election.report", by, at, token) as work:
        held = locked(code)
        shown = queries.shown(held)
        if held.met_at is None or not shown.course.is_complete:
            raise refuse("report", "投票还没有结束，还有名额没有选出来。先把票计完。")
        if held.reported_at is not None:
            raise refuse("report", "已经报过了。")
        if commissioner and commissioner not in shown.course.elected[MEMBER]:
            raise refuse("commissioner", "纪检委员从当选的委员里定（S1-12）。重新选。")
        Election.objects.filter(pk=held.pk).update(
            reported_at=at,
            reported_by=Member.objects.get(code=by.member),
            commissioner=Member.objects.filter(code=commissioner).first(),
        )
        work.seal("election", code)
        work.touch(held.organization.code)


def approve(code: str, decision: Decision, by: Actor, at: datetime, token: str = "") -> None:
    """上级审批: secretary and deputies approved, members filed (S1-9). The posts follow: of a new term all old ones end
    and the new begin, on the day of the election. Delegates are confirmed, no posts follow from that (R3-2).
    """
    with verb("election.approve", by, at, token) as work:
        held = locked(code)
        if held.reported_at is None or held.approved_on is not None:
            raise refuse("approve", "没有等审批的选举结果：可能已经批过，或者还没有报。")
        shown = queries.shown(held)
        wanted = new_posts(shown)
        people = _posts_follow(work, held, wanted, decision.on) if wanted else set()
        Election.objects.filter(pk=held.pk).update(
            approved_on=decision.on, approval=decision.number, approved_by=Member.objects.get(code=by.member)
        )
        work.seal("election", code)
        tree = organs.Tree()
        place = held.organization.code
        work.touch(place, *tree.below(place), *members.homes(people))


def new_posts(shown: queries.Shown) -> dict[str, tuple[str, str]]:
    """By member who is elected: the post, and how it came about (S1-8)."""
    elected = shown.course.elected
    found = dict.fromkeys(elected[MEMBER], (MEMBER, "elected_by_members"))
    if shown.row.commissioner is not None:
        found[shown.row.commissioner.code] = (COMMISSIONER, "elected_by_members")
    for post in (SECRETARY, DEPUTY):
        route = "elected_by_committee" if shown.wanted.by_committee(post) else "elected_by_members"
        found |= dict.fromkeys(elected[post], (post, route))
    return found


def withdraw(code: str, reason: str, by: Actor, at: datetime, token: str = "") -> None:
    """It was begun by mistake, or does not take place: it stays, marked, with the reason in the journal."""
    with verb("election.withdraw", by, at, token) as work:
        held = locked(code)
        if held.approved_on is not None:
            raise refuse("withdraw", "结果已经审批，任职已经生效，不能撤销。职务变动另行办理。")
        Election.objects.filter(pk=held.pk).update(withdrawn_at=at)
        work.seal("election", code, reason)
        work.touch(held.organization.code)


def locked(code: str) -> Election:
    """The election's row, nobody else's until the verb ends. Refuses one that was withdrawn."""
    held = Election.objects.select_for_update().get(code=code)
    if held.withdrawn_at is not None:
        raise refuse("withdraw", "这次选举已经撤销。要选，另起一次。")
    return held


def _posts_follow(work: Verb, held: Election, wanted: Mapping[str, tuple[str, str]], approved: date) -> set[str]:
    """Old posts end and new begin on the day of the election; grants and seals of everybody concerned."""
    ending = Post.objects.filter(queries.during(held.on), organization=held.organization, post__in=COMMITTEE_POSTS)
    if held.kind != TERM:
        ending = ending.filter(member__code__in=wanted)
    if ending.filter(since__gte=held.on).exists():
        raise refuse("approve", f"{held.on}当天或者以后又有任职，不能从这天换届。先核对现任职务的日期。")
    later = Post.objects.filter(organization=held.organization, post__in=COMMITTEE_POSTS, since__gt=held.on)
    if later.exists():
        raise refuse("approve", f"{held.on}以后已经有别的任职，这次选举的结果不能再生效。先核对现任职务。")
    people = set(ending.values_list("member__code", flat=True)) | wanted.keys()
    Post.objects.filter(pk__in=list(ending.values_list("pk", flat=True))).update(until=held.on)
    rows = {one.code: one for one in Member.objects.filter(code__in=people)}
    for member, (post, route) in wanted.items():
        is_led = post in {SECRETARY, DEPUTY}
        Post.objects.create(
            code=new_code("P"), member=rows[member], organization=held.organization, post=post, since=held.on,
            route=route, approved_on=approved if is_led else None, filed_on=None if is_led else approved,
        )  # fmt: skip
    for member in sorted(people):
        work.seal("member", member)
        ground.set_grants(member, members_core.grants(members.spans([member])))
    return people


def _columns(plan: Plan) -> dict[str, object]:
    names = ("kind", "body", "on", "place", "seats", "secretaries", "deputies", "text", "strokes")
    plain = {name: getattr(plan, name) for name in names}
    held = Election.objects.filter(code=plan.congress).first()
    return plain | {"answers": ";".join(plan.answers), "congress": held}


def _write(held: Election, plan: Plan) -> None:
    codes = {who for people in plan.nominees.values() for who in people} | plan.excused.keys()
    people = {one.code: one for one in Member.objects.filter(code__in=codes)}
    Nominee.objects.bulk_create(
        Nominee(election=held, post=post, member=people[who], position=position)
        for post, some in plan.nominees.items()
        for position, who in enumerate(some, 1)
    )
    Excused.objects.bulk_create(
        Excused(election=held, member=people[who], reason=reason) for who, reason in plan.excused.items()
    )
    units = {one.code: one for one in Organization.objects.filter(code__in=plan.quotas)}
    Quota.objects.bulk_create(
        Quota(election=held, organization=units[unit], seats=seats) for unit, seats in plan.quotas.items()
    )


def remaining_days(shown: queries.Shown, today: date) -> int:
    """How many days are left to send the result up (S1-9); negative when over."""
    return numbers.term().report_days - (today - shown.row.on).days
