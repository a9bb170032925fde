"""What is handed out of an appraisal: the result for the yearly assessment (S4-4), a form for each member."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse

from dengxiaming.areas.appraisals import queries
from dengxiaming.areas.appraisals.queries import Own, Shown
from dengxiaming.areas.appraisals.terms import EXCELLENT, GRADES, MOST_EXCELLENT, cite
from dengxiaming.areas.ballots import queries as ballots
from dengxiaming.areas.members import queries as members
from dengxiaming.ground import clock
from dengxiaming.ground.actions import note_looks
from dengxiaming.ground.models import Account
from dengxiaming.papers.appraisal_form.form import AppraisalForm
from dengxiaming.papers.appraisal_result.form import AppraisalResult, Line
from dengxiaming.web.appraisals import places, workbook
from dengxiaming.web.appraisals.views import held
from dengxiaming.web.kit import gate
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page
from dengxiaming.web.papers.views import TYPES, handed

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("appraisal.read", of=places.of_appraisal)
def results(request: HttpRequest, here: Here, code: str, kind: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """The result, as a workbook or a paper; people stand in the order of the register. A look at each is noted."""
    shown = held(code)
    filled = result_of(shown)
    _note(request, shown, [one.member for one in shown.there])
    if kind == "xlsx":
        response = HttpResponse(workbook.write(filled), content_type=_WORKBOOK)
        response["Content-Disposition"] = f'attachment; filename="appraisal-{filled.year}-{code}.xlsx"'
        return response
    if kind not in TYPES:
        raise NotThere("只有 xlsx、pdf 和 docx 三种。")
    return handed("appraisal_result", filled, kind, f"{filled.year}年民主评议结果-{code}")


@page("appraisal.read", of=places.of_appraisal)
def form(request: HttpRequest, here: Here, code: str, member: str, kind: str) -> HttpResponse:  # noqa: ARG001  同上
    """One member's registration form."""
    shown, own = held(code), queries.own(code, member)
    if own is None or kind not in TYPES:
        raise NotThere("这个人不参加这次评议，或者没有这种纸。")
    _note(request, shown, [member])
    return handed("appraisal_form", form_of(shown, own), kind, f"{shown.row.year}年民主评议登记表-{own.name}")


@page("appraisal.own", of=places.of_participants)
def own_form(request: HttpRequest, here: Here, code: str, kind: str) -> HttpResponse:  # noqa: ARG001  同上
    """One's own registration form: what was found stands on it once it was told."""
    shown, own = held(code), queries.own(code, gate.reader(request).member)
    if own is None or kind not in TYPES:
        raise NotThere("您不参加这次评议，或者没有这种纸。")
    return handed("appraisal_form", form_of(shown, own.as_told), kind, f"{shown.row.year}年民主评议登记表-{own.name}")


def result_of(shown: Shown) -> AppraisalResult:
    """What the result sheet is filled from."""
    row, standing = shown.row, shown.standing
    tally = ballots.result(row.ballot.code) if row.ballot else None
    owns = {one.member: one for one in queries.owns(row.code, [line.member for line in shown.lines])}
    part, whole = MOST_EXCELLENT
    return AppraisalResult(
        organization=str(row.organization), year=row.year, record=row.code, as_of=clock.today(),
        grades=tuple(GRADES.values()),
        lines=tuple(
            Line(
                line.name, tuple(count for _, count in owns[line.member].tally or ()) if line.member in owns else (),
                GRADES.get(line.grade, ""), owns[line.member].decided_on if line.member in owns else None,
                _day(line.told_at), _day(line.answered_at), line.excused,
            )
            for line in shown.lines
        ),
        mutual_on=row.mutual_on, measured_on=_day(standing.closed_at) if standing else None,
        cast=tally.cast if tally else 0, valid=tally.valid if tally else 0,
        tellers=tuple(one.name for one in standing.tellers) if standing else (),
        meetings=tuple(f"{on} {theme}" for _, theme, on in shown.meetings),
        share=f"优秀{shown.count(EXCELLENT)}名，参加评议{len(shown.there)}名；{part}/{whole}是地方参数（{cite(EXCELLENT)}），只提示。",
    )  # fmt: skip


def form_of(shown: Shown, own: Own) -> AppraisalForm:
    """What one member's form is filled from."""
    person = members.person(own.member, clock.today())
    return AppraisalForm(
        organization=str(shown.row.organization), year=shown.row.year, record=shown.row.code, name=own.name,
        kind=person.kind if person else "", text=own.text, handed_on=_day(own.handed_at),
        mutual_on=shown.row.mutual_on, counts=own.tally or (), grade=own.finding.word if own.finding else "",
        opinion=own.finding.text if own.finding else "", decided_on=own.decided_on, told_on=_day(own.told_at),
        answer=own.answer, answered_on=_day(own.answered_at),
    )  # fmt: skip


def _note(request: HttpRequest, shown: Shown, people: list[str]) -> None:
    if isinstance(request.user, Account):
        note_looks(request.user, people, f"{shown.row.year}年民主评议", clock.now())


def _day(at: datetime | None) -> date | None:
    return at.astimezone(clock.ZONE).date() if at else None
