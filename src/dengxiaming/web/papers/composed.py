"""Records as the papers want them: nothing is typed for a paper, everything is taken from what was recorded."""

from datetime import date, timedelta

from dengxiaming.areas.affairs import queries as affairs
from dengxiaming.areas.gatherings import kinds, sheet
from dengxiaming.areas.gatherings import queries as gatherings
from dengxiaming.areas.gatherings.queries import Announced, Line
from dengxiaming.areas.gatherings.sheet import Discussed, Sheet
from dengxiaming.areas.members import queries as members
from dengxiaming.areas.members.terms import POSTS
from dengxiaming.areas.organs import queries as organs
from dengxiaming.areas.service import queries as filings
from dengxiaming.areas.talks import queries as talks
from dengxiaming.ground import clock, policy
from dengxiaming.ground.policy import Reader
from dengxiaming.journal import queries as journal
from dengxiaming.journal.keys import key
from dengxiaming.law.vocabulary import ELEMENTS
from dengxiaming.papers.anchor import Anchor
from dengxiaming.papers.attendance_sheet import form as attendance
from dengxiaming.papers.handbook import form as handbook
from dengxiaming.papers.head_sheet.form import HeadSheet
from dengxiaming.papers.minute_page import form as minutes
from dengxiaming.papers.notice import form as notice
from dengxiaming.papers.quarter_register import form as register
from dengxiaming.papers.service_form.form import ServiceForm

_PRESENT = "present"


def anchor() -> Anchor | None:
    """The journal's head, small on every page; None while nothing was entered."""
    head = journal.head()
    return Anchor(head.origin, head.size, head.root, head.at, head.checkpoint) if head else None


def minute_page(held: Sheet, head: Anchor | None = None) -> minutes.MinutePage:
    """The page of the minute book for one record, under the head given, else the journal's as it stands."""
    known, versions = kinds.load(), journal.versions("gathering", held.gathering)
    return minutes.MinutePage(
        title=held.title,
        organization=held.organization_name,
        kinds=tuple(known[one].label for one in held.kinds),
        theme=held.theme,
        on=held.on,
        record=held.act,
        starts=held.starts,
        ends=held.ends,
        place=held.place,
        chair=held.chair,
        recorder=held.recorder,
        held_with=tuple(name for _, name, _ in held.others),
        expected=held.tally["expected"],
        present=tuple(line.name for line in held.of_status(_PRESENT)),
        away=tuple(
            minutes.Away(line.name, line.words, line.reason, line.made_up_on, line.made_up_how)
            for status in ("leave", "absent")
            for line in held.of_status(status)
        ),
        observers=(*(line.name for line in held.of_status("observer")), *([held.observers] if held.observers else [])),
        studied=tuple(minutes.Studied(title, issued) for title, issued in held.studied),
        items=tuple(_item(one, several=len(held.kinds) > 1) for one in held.items),
        stages=tuple(minutes.Stage(name, on, text) for name, on, text in held.stages),
        answers=tuple(words for _, words in held.answers),
        recorded_at=held.recorded_at,
        secretary=held.confirmed_by,
        confirmed_at=held.confirmed_at,
        late_days=held.late_days if held.late_days > 15 else 0,
        late_reason=held.late_reason,
        version=len(versions) or 1,
        corrected=next((one.reason for one in reversed(versions) if one.reason), ""),
        missing=tuple(ELEMENTS[one] for one in held.missing),
        withdrawn_at=held.withdrawn_at,
        anchor=head or anchor(),
    )


def attendance_sheet(held: Sheet) -> attendance.AttendanceSheet:
    """The roll as it was called."""
    return attendance.AttendanceSheet(
        held.organization_name, tuple(kinds.load()[one].label for one in held.kinds), held.theme, held.on,
        tuple(attendance.Line(line.name, line.note, line.words, line.reason) for line in held.roll),
        held.starts, held.place, filled=True, observers=(held.observers,) if held.observers else (), blank_lines=0,
        caller=held.recorder, record=held.act,
    )  # fmt: skip


def service_form(held: Sheet) -> ServiceForm:
    """The 登记表 of a community service: what was said and resolved at it is what was done and asked for."""
    tree = organs.Tree()
    filed = filings.of_acts([held.act]).get(held.act)
    names = {unit: name for unit, name, _ in organs.units()}
    units = [names.get(unit, unit) for unit in tree.units(held.organization)]
    top = tree.path(held.organization)
    return ServiceForm(
        unit="、".join(units),
        organization=held.organization_name,
        community=held.place,
        theme=held.theme,
        on=held.on,
        record=held.act,
        starts=held.starts,
        ends=held.ends,
        place=held.place,
        leader=held.chair,
        recorder=held.recorder,
        expected=held.tally["expected"],
        present=tuple(line.name for line in held.of_status(_PRESENT)),
        did="\n".join(one.title for one in held.items if one.title),
        asked="\n".join(one.speeches for one in held.items if one.speeches),
        solved="\n".join(step.text for one in held.items for step in one.resolutions),
        late_days=held.late_days if held.late_days > 15 else 0,
        filed_with=top[0].name if top else "",
        filed_on=filed.filed_on if filed else None,
        filed_by=filed.filed_by if filed else "",
    )


def notice_of(told: Announced) -> notice.Notice:
    """The notice of a gathering, as an official paper."""
    return notice.Notice(
        organization=told.organization_name,
        title=f"关于召开{told.words}的通知",
        kinds=(told.words,),
        theme=told.theme,
        on=told.on,
        issued_on=told.issued_at.astimezone(clock.ZONE).date(),
        addressees=("各位党员",),
        starts=told.starts,
        ends=told.ends,
        place=told.place,
        attendees="本组织应到会的党员",
        agenda=told.agenda,
        documents=tuple(notice.Document(title) for title in told.documents),
        requirements=("不能到会的，会前向支部书记请假。",),
    )


def quarter_register(reader: Reader, organization: str, year: int, quarter: int) -> register.QuarterRegister:
    """The register of 三会一课 of one quarter."""
    tree = organs.Tree()
    first = date(year, quarter * 3 - 2, 1)
    last = date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - timedelta(days=1)
    lines = [
        line
        for line in gatherings.records(reader, tree, year, organization)
        if first <= line.on <= last and line.recorded_at and not line.withdrawn_at
    ]
    labels = kinds.load()
    held = [kind for line in lines for kind in line.kinds]
    return register.QuarterRegister(
        organization=tree.nodes[organization].name,
        year=year,
        quarter=quarter,
        as_of=clock.today(),
        rows=tuple(_row(line) for line in reversed(lines)),
        counts=tuple(register.Count(labels[kind].label, held.count(kind)) for kind in dict.fromkeys(held)),
        records_from=tree.nodes[organization].records_from,
    )


def year_book(reader: Reader, organization: str, year: int) -> handbook.Handbook:
    """The year's 支部工作手册: every page of the minute book, what was resolved, talks by day and reason only; the
    book lies open, so no reason that is not for all.
    """
    tree, today, head = organs.Tree(), clock.today(), anchor()
    node = tree.nodes[organization]
    above = tree.path(organization)
    lines = [one for one in gatherings.records(reader, tree, year, organization) if one.recorded_at]
    sheets = [held for one in reversed(lines) if (held := sheet.sheet(one.act)) and not held.withdrawn_at]
    acts = affairs.of_organization(organization, year)
    filed = filings.of_acts([held.act for held in sheets])
    return handbook.Handbook(
        organization=node.name,
        superior=above[-1].name if above else "",
        year=year,
        as_of=today,
        founded_on=node.established_on,
        posts=tuple(
            handbook.Post(POSTS[post], name) for _, name, post in members.officers([organization], today)
        ),
        members=tuple(
            handbook.Member(name, note=kind) for _, name, kind, _ in members.members_of(organization, today)
        ),
        year_plans=_plans(acts, "annual_plan", f"{year}年"),
        quarter_plans=_plans(acts, "quarter_plan", "季度"),
        pages=tuple(minute_page(held, head) for held in sheets),
        resolutions=tuple(
            handbook.Due(held.on, one.text, one.owner_name, one.due_on, one.done_on, held.act)
            for held in sheets
            for item in held.items
            for one in item.resolutions
        ),
        talks=tuple(
            handbook.Talk(one.on, one.actor_name, "、".join(name for _, name in one.members), one.reason)
            for one in reversed(talks.of_organization(organization, year, policy.NOBODY))
            if not one.withdrawn and policy.may(reader, "talk.read", tree.place(organization, one.holders))
        ),
        services=tuple(
            handbook.Service(
                held.on, held.place, held.theme, len(held.of_status(_PRESENT)), held.act,
                filed[held.act].filed_on if held.act in filed else None,
            )
            for held in sheets
            if "community_service" in held.kinds
        ),
        registers=tuple(
            quarter_register(reader, organization, year, number)
            for number in range(1, 5)
            if date(year, number * 3 - 2, 1) <= today
        ),
        anchor=head,
    )  # fmt: skip


def head_sheet(installation: str, today: date) -> HeadSheet:
    """The sheet that pins this month's head on paper."""
    held = anchor()
    return HeadSheet(installation, today.year, today.month, (held,) if held else (), vkey=key().vkey)


def _item(one: Discussed, *, several: bool) -> minutes.Item:
    known = kinds.load()
    votes = None
    if one.votes is not None:
        words, article = (one.outcome.words, one.outcome.article) if one.outcome else ("", "")
        votes = minutes.Votes(one.votes.in_favour, one.votes.against, one.votes.abstained, words, article)
    return minutes.Item(
        title=one.title,
        kind=known[one.kind].label if several and one.kind in known else "",
        lecturer=one.lecturer,
        speeches=one.speeches,
        votes=votes,
        votes_none=one.votes_none,
        resolutions=tuple(
            minutes.Resolution(each.text, each.owner_name, each.due_on, each.done_on, each.rectification)
            for each in one.resolutions
        ),
    )


def _row(line: Line) -> register.Row:
    known = kinds.load()
    return register.Row(
        line.on, tuple(known[kind].label for kind in line.kinds), line.theme, line.act, line.present, line.expected,
        late_days=line.late_days if line.late_days > 15 else 0,
    )  # fmt: skip


def _plans(acts: tuple[affairs.Recorded, ...], kind: str, period: str) -> tuple[handbook.Plan, ...]:
    wanted = [one for one in reversed(acts) if kind in one.kinds and not one.withdrawn]
    return tuple(handbook.Plan(period, one.title or one.label, one.text, one.on) for one in wanted)
