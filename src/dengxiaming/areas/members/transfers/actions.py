"""The verbs of transfers: asked for, consented to by both sides, received; or refused, withdrawn, corrected (S7-1, R7).

Until the receipt the old branch stays responsible; the receipt ends the old stay and begins the new one on one day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from dengxiaming.areas.members import core as roles
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.models import Member, Post, Stay, Trigger
from dengxiaming.areas.members.transfers.core import NotNow, Read, State, day, refusal
from dengxiaming.areas.members.transfers.models import Return, Step, Transfer
from dengxiaming.areas.members.transfers.terms import AWAY
from dengxiaming.areas.members.vacancies.actions import fall_vacant, vacant_since
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.organs.models import Organization, Unit
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.ground import actions as ground
from dengxiaming.ground.clock import ZONE
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Receipt, Verb, verb
from dengxiaming.journal.actor import Actor

Done = tuple[str, Receipt | None]
OPEN_ALREADY: Final = "这位党员已经有一次转接在办。先办完，或者撤回那一次。"


@dataclass(frozen=True)
class Sent:
    """Who presses a button, when, and the form's own token and content."""

    by: Actor
    at: datetime
    token: str = ""
    content: bytes = b""

    @property
    def day(self) -> date:
        """The local day."""
        return self.at.astimezone(ZONE).date()

    def verb(self, name: str) -> Verb:
        """The verb this sends."""
        return verb(name, self.by, self.at, self.token, self.content)


@dataclass(frozen=True)
class Seat:
    """What a member is in the new branch: the unit where the branch covers several, and whether a 领导干部."""

    unit: str = ""
    leading: bool = False


def ask(member: str, read: Read, sent: Sent, *, releases: bool) -> Done:
    """A member who is here is to move; where whoever asks may consent for the old branch, that is done too.

    Raises `NotNow` where the member is in no branch, is there already, or has an open transfer.
    """
    with sent.verb("transfer.ask") as work:
        who = Member.objects.select_for_update().get(code=member)
        stay = _stay(who, sent.day)
        if stay.organization.code == read.target:
            raise NotNow("他现在就在这个支部，不用转。", "target")
        held = _open(
            sent, read, member=who, name=str(who)[:100], kind=stay.kind, origin=stay.organization,
            target=_branch(read.target) if read.target else None,
        )  # fmt: skip
        _step(held, "ask", sent, read.reason)
        if releases:
            _step(held, "release", sent)
        _seal(work, held)
    return held.code, work.receipt


def arrive(read: Read, sent: Sent) -> Done:
    """Somebody comes with a letter from beyond the city: a member here once the branch has received them. One who was
    a member here before keeps their code for life.
    """
    with sent.verb("transfer.ask") as work:
        who = Member.objects.select_for_update().get(code=read.member) if read.member else None
        if who is not None and members.stay_on(who.code, sent.day):
            raise NotNow("他现在就在本市的支部里。请从他的党员页上转。", "member")
        held = _open(sent, read, member=who, name=read.name, kind=read.kind, target=_branch(read.target))
        _step(held, "ask", sent, read.reason)
        _step(held, "accept", sent)
        _seal(work, held)
    return held.code, work.receipt


def release(code: str, sent: Sent) -> Receipt | None:
    """The old branch consents."""
    return _step_of(code, "release", sent)


def accept(code: str, sent: Sent) -> Receipt | None:
    """The new branch consents; the member is not there before the receipt."""
    return _step_of(code, "accept", sent)


def refuse(code: str, side: str, reason: str, sent: Sent) -> Receipt | None:
    """A side (its organisation) does not agree: never without a reason (R7), and the organisations above see it."""
    if not reason.strip():
        raise NotNow("不同意要写理由：不得无故拒转拒接（教育管理工作条例）。请写一句为什么。", "reason")
    name = str(Organization.objects.get(code=side))
    return _step_of(code, "refuse", sent, f"{name}：{reason.strip()}", closes=True)


def withdraw(code: str, reason: str, sent: Sent) -> Receipt | None:
    """It was asked for by mistake, or is not wanted any more."""
    if not reason.strip():
        raise NotNow("撤回要写原因。请写一句为什么。", "reason")
    return _step_of(code, "withdraw", sent, reason.strip(), closes=True)


def receive(code: str, seat: Seat, sent: Sent) -> Receipt | None:
    """The new branch has received the member, today: there is no backdating but by a correction. One verb ends the old
    stay, its posts and groups, begins the new one, and changes what the member may do.
    """
    with sent.verb("transfer.receive") as work:
        held = _held(code, "receive", sent)
        if held.target is None:
            raise NotNow("转到外地的，由原支部记回执。")
        if not held.steps.filter(step="accept").exists():
            _step(held, "accept", sent)
        who = held.member or Member.objects.create(code=new_code("M"), name=held.name)
        if held.member is None:
            Transfer.objects.filter(pk=held.pk).update(member=who)
        _finish(work, held, who, sent.day, sent, seat)
    return work.receipt


def note_slip(code: str, on: str, words: str, sent: Sent) -> Receipt | None:
    """The receipt slip came back from beyond the city: the stay ends on the day it names."""
    with sent.verb("transfer.receive") as work:
        held = _held(code, "receive", sent)
        if held.target is not None or held.member is None:
            raise NotNow("转到本市支部的，由新支部点“接收”。")
        received = day(on, held.asked_at.astimezone(ZONE).date(), sent.day)
        _finish(work, held, held.member, received, sent, Seat(), words.strip())
    return work.receipt


def correct(code: str, on: str, reason: str, sent: Sent) -> Receipt | None:
    """The receipt was on another day: both stays and the posts that ended with it move; the act takes this moment as
    its recorded_at (decisions 5).
    """
    if not reason.strip():
        raise NotNow("更正要写原因。请写一句为什么。", "reason")
    with sent.verb("transfer.correct") as work:
        held = _held(code, "correct", sent)
        if held.member is None or held.received_on is None:
            raise NotNow("还没有接收，没有日期可以更正。")
        new = day(on, date.min, sent.day)
        who = Member.objects.select_for_update().get(pk=held.member.pk)
        _move_stays(held, held.received_on, who, new)
        for post in Post.objects.filter(code__in=held.ended.split(";"), member=who):
            if post.since >= new:
                raise NotNow(f"他的职务从{post.since.isoformat()}起，接收日期要在这以后。", "on")
            Post.objects.filter(pk=post.pk).update(until=new)
        vacant_since(work, held.ended.split(";"), held.received_on, new, reason.strip())
        Transfer.objects.filter(pk=held.pk).update(received_on=new, recorded_at=sent.at)
        _step(held, "correct", sent, f"{held.received_on.isoformat()} → {new.isoformat()}：{reason.strip()}")
        _settle(work, held, who, members.homes({who.code}) | _reach(held.ended.split(";")), reason.strip())
    return work.receipt


def note_return(trigger: str, on: str, note: str, sent: Sent) -> Done:
    """Somebody who was away is back (S7-1): the following ends; what was asked for in time stays asked for."""
    with sent.verb("away.return") as work:
        happened = Trigger.objects.select_for_update().filter(code=trigger, kind=AWAY, withdrawn_at=None).first()
        if happened is None or happened.member is None:
            raise NotNow("没有这件“外出超过6个月”，或者已经撤回。")
        if Return.objects.filter(trigger=happened).exists():
            raise NotNow("已经记过回来了。")
        back = Return.objects.create(
            code=new_code("R"), trigger=happened, on=day(on, happened.on, sent.day), note=note.strip()[:200],
            noted_at=sent.at, noted_by=_by(sent),
        )  # fmt: skip
        work.seal("away_return", back.code)
        work.touch(*members.homes({happened.member.code}))
        work.answer = back.code
    return back.code, work.receipt


def relocate(who: Member, target: Organization | None, on: date, kind: str, seat: Seat) -> tuple[set[str], list[str]]:
    """Inside a verb: the stay in force ends on `on`, one in `target` begins (None: beyond the city). Posts end that are
    neither there nor above there. What was touched, and the codes of the posts that ended.

    The verb seals the member. Raises `NotNow` where a stay or post begins on that day or later.
    """
    before = members.homes({who.code})
    stay = Stay.objects.filter(member=who, until__isnull=True).first()
    if stay is not None:
        if stay.since >= on:
            raise NotNow(f"他从{stay.since.isoformat()}起才在现在的支部，同一天或更早不能再转走。", "on")
        Stay.objects.filter(pk=stay.pk).update(until=on)
    kept = _standing_in(target)
    ended = [post for post in Post.objects.filter(member=who, until__isnull=True) if post.organization.code not in kept]
    for post in ended:
        if post.since >= on:
            raise NotNow(f"他在{post.organization}的职务从{post.since.isoformat()}起，先免去再转。")
        Post.objects.filter(pk=post.pk).update(until=on)
    if target is not None:
        unit = _unit(target, seat.unit)
        Stay.objects.create(member=who, kind=kind, organization=target, since=on, leading=seat.leading, unit=unit)
    codes = [post.code for post in ended]
    return before | members.homes({who.code}) | _reach(codes), codes


def _finish(
    work: Verb, held: Transfer, who: Member, on: date, sent: Sent, seat: Seat, words: str = ""
) -> None:  # fmt: skip
    """The receipt: everything it changes, in one verb."""
    who = Member.objects.select_for_update().get(pk=who.pk)
    stay = Stay.objects.filter(member=who, until__isnull=True).first()
    if (stay.organization_id if stay else None) != held.origin_id:
        raise NotNow("这期间他在名册里的支部变了。撤回这次转接，照现在的情况重新提出。")
    touched, ended = relocate(who, held.target, on, stay.kind if stay else held.kind, seat)
    fall_vacant(work, ended, on)
    _step(held, "receive", sent, words, on)
    Transfer.objects.filter(pk=held.pk).update(
        closed_at=sent.at, received_on=on, recorded_at=sent.at, ended=";".join(ended)
    )
    _settle(work, held, who, touched)


def _settle(work: Verb, held: Transfer, who: Member, touched: set[str], reason: str = "") -> None:
    ground.set_grants(who.code, roles.grants(members.spans([who.code])))
    work.seal("member", who.code, reason)
    work.touch(*touched)
    _seal(work, held, reason)


def _move_stays(held: Transfer, before: date, who: Member, new: date) -> None:
    """The stay that ended on the day before it was corrected, and the one that began then, meet on another day."""
    old = Stay.objects.filter(member=who, until=before).first() if held.origin else None
    after = Stay.objects.filter(member=who, since=before).first() if held.target else None
    if old is not None and old.since >= new:
        raise NotNow(f"他从{old.since.isoformat()}起才在原支部，接收日期要在这以后。", "on")
    if after is not None and after.until is not None and after.until <= new:
        raise NotNow(f"他{after.until.isoformat()}已经又转走了，接收日期要在这以前。", "on")
    later = Stay.objects.filter(member=who, since__gt=before).order_by("since").first()
    if held.target is None and later is not None and later.since < new:
        raise NotNow(f"他{later.since.isoformat()}已经转回来了，接收日期要在这以前。", "on")
    early = Post.objects.filter(member=who, since__gte=before, since__lt=new).first()
    if after is not None and early is not None:
        raise NotNow(f"他从{early.since.isoformat()}起在新支部任职，接收日期要在这以前。", "on")
    if old is not None:
        Stay.objects.filter(pk=old.pk).update(until=new)
    elif after is not None and Stay.objects.filter(member=who, since__lt=before, until__gt=new).exists():
        raise NotNow("那一天他还在别的支部里。核对日期。", "on")
    if after is not None:
        Stay.objects.filter(pk=after.pk).update(since=new)


def _open(sent: Sent, read: Read, **row: object) -> Transfer:
    """A new transfer; a member has one at a time, whoever asks first."""
    try:
        with transaction.atomic():
            return Transfer.objects.create(
                code=new_code("Z"), outside=read.outside, reason=read.reason, dues_until=read.dues_until,
                answers=";".join(dict.fromkeys(read.answers)), asked_at=sent.at, **row,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotNow(OPEN_ALREADY) from error


def _held(code: str, step: str, sent: Sent) -> Transfer:
    """A transfer, locked until the verb ends, where the step may be done now. Nobody settles their own."""
    held = Transfer.objects.select_for_update().filter(code=code).first()
    if held is None:
        raise NotNow("没有这次转接。")
    done = list(held.steps.order_by("pk").values_list("step", flat=True))
    closed = next((one for one in done if one in {"receive", "refuse", "withdraw"}), "")
    state = State(held.origin_id is not None, held.target_id is not None, "release" in done, "accept" in done, closed)
    if said := refusal(step, state):
        raise NotNow(said)
    if step != "withdraw" and held.member is not None and held.member.code == sent.by.member:
        raise NotNow("自己的转接由别人办：请副书记，或者上级党组织的书记来点。")
    return held


def _step_of(code: str, step: str, sent: Sent, words: str = "", *, closes: bool = False) -> Receipt | None:
    with sent.verb(f"transfer.{step}") as work:
        held = _held(code, step, sent)
        _step(held, step, sent, words)
        if closes:
            Transfer.objects.filter(pk=held.pk).update(closed_at=sent.at)
        _seal(work, held, words)
    return work.receipt


def _step(held: Transfer, step: str, sent: Sent, words: str = "", on: date | None = None) -> None:
    if len(words) > 500:
        raise NotNow(f"最多500字，现在{len(words)}字。", "reason")
    Step.objects.create(transfer=held, step=step, on=on or sent.day, at=sent.at, by=_by(sent), words=words)


def _seal(work: Verb, held: Transfer, reason: str = "") -> None:
    work.seal("transfer", held.code, reason)
    work.touch(*(one.code for one in (held.origin, held.target) if one is not None))
    work.answer = held.code


def _by(sent: Sent) -> Member | None:
    return Member.objects.filter(code=sent.by.member).first()


def _stay(who: Member, today: date) -> Stay:
    stay = Stay.objects.filter(member=who, since__lte=today, until__isnull=True).select_related("organization").first()
    if stay is None:
        raise NotNow("他现在不在任何支部里，没有组织关系可以转出。")
    return stay


def _branch(code: str) -> Organization:
    found = Organization.objects.filter(code=code, kind__in=BRANCHES).first()
    if found is None:
        raise NotNow("没有这个支部。重新选一个。", "target")
    return found


def _standing_in(target: Organization | None) -> set[str]:
    """The branch, its groups, and all above: posts there go on."""
    if target is None:
        return set()
    tree = organs.Tree()
    return {target.code, *tree.below(target.code), *(node.code for node in tree.path(target.code))}


def _unit(target: Organization, code: str) -> Unit | None:
    """The unit named, which a branch of several units asks for; none where the branch covers one alone (contract 1)."""
    covered = {one.unit.code: one.unit for one in target.coverage.select_related("unit")}
    if len(covered) > 1 and code not in covered:
        raise NotNow("这个支部有几个单位，还没有选他在哪个单位。", "unit")
    return covered[code] if len(covered) > 1 else None


def _reach(posts: list[str]) -> set[str]:
    """The organisations of posts, and what stands below where a secretary's is: those whom it talks with (S5-2)."""
    found: set[str] = set()
    tree = organs.Tree() if any(posts) else None
    for code, post in Post.objects.filter(code__in=posts).values_list("organization__code", "post"):
        found.add(code)
        if tree is not None and post == "secretary":
            found.update(tree.below(code))
    return found
