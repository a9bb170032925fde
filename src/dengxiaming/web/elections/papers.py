"""Handing out the papers of an election."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from dengxiaming.areas.elections import queries
from dengxiaming.areas.elections.queries import Balloted, Shown
from dengxiaming.areas.elections.terms import ELECTED_POSTS, ENTITLED, KINDS, SORTS
from dengxiaming.ground import clock
from dengxiaming.papers.election_papers.form import Ballot, Candidate, Elected, ElectionPapers
from dengxiaming.web.elections import places, stepped
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page
from dengxiaming.web.papers.views import TYPES, handed


@page("election.read", of=places.of_election)
def paper(request: HttpRequest, here: Here, code: str, name: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """A paper of an election."""
    shown = queries.election(code)
    if shown is None or kind not in TYPES or name not in dict(stepped.papers(shown)):
        raise NotThere("这次选举还没有这种纸。回到选举页，从“打印”里选。")
    words = dict(stepped.papers(shown))[name]
    return handed("election_papers", filled(shown, name), kind, f"{shown.row.on:%Y%m%d}-{words}-{code}")


def filled(shown: Shown, name: str) -> ElectionPapers:
    """What a paper is filled from."""
    row = shown.row
    leads = next((one.name for one in shown.tellers if one.note == "总监票人"), "")
    return ElectionPapers(
        paper=name, kind=KINDS[row.kind].removesuffix("选举"), organization=str(row.organization),
        superior=str(row.superior), on=row.on, place=row.place, posts=stepped.wanted(shown), text=row.text,
        nominees=tuple((words, tuple(one.name for one in some)) for words, some in stepped.nominees(shown)),
        requested_on=row.requested_at and row.requested_at.astimezone(clock.ZONE).date(), permitted_on=row.permitted_on,
        permit=row.permit,
        reported_on=row.reported_at and row.reported_at.astimezone(clock.ZONE).date(), approved_on=row.approved_on,
        approval=row.approval, expected=shown.expected, present=shown.present,
        register=tuple(str(one.member) for one in shown.register if one.standing == ENTITLED),
        excused=tuple((one.name, one.note) for one in shown.excused),
        tellers=tuple(one.name for one in shown.tellers if one.note != "总监票人"), leads=leads,
        chair=str(row.chair or ""), ballots=tuple(_ballot(one) for one in shown.rounds),
        elected=tuple(Elected(name, post, route) for name, post, route in stepped.new_posts(shown)),
        body=stepped.body(shown), units=stepped.delegations(shown),
    )  # fmt: skip


def _ballot(one: Balloted) -> Ballot:
    elected = one.outcome.elected if one.outcome else ()
    made = Ballot(
        ELECTED_POSTS[one.row.post], SORTS[one.row.sort], one.row.seats, one.row.expected, one.row.present,
        tuple(
            Candidate(
                str(line.member), line.in_favour, line.against, line.abstained, line.written_in,
                line.member.code in elected,
            )
            for line in one.standings
        ),
        with_others=not one.held.contest.among_equals,
    )  # fmt: skip
    if one.row.checked_at is None or one.outcome is None:
        # 没有核对过的数不上纸
        blank = tuple(Candidate(line.name) for line in made.candidates if not line.written_in)
        return replace(made, candidates=blank)
    return replace(
        made, issued=one.row.issued, cast=one.row.cast, valid=one.row.valid, counted_by=str(one.row.counted_by or ""),
        checked_by=str(one.row.checked_by or ""),
        findings=tuple(f"{said.words}——{said.article}" for said in one.outcome.findings),
    )  # fmt: skip
