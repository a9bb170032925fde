"""Every defect and warning of the contract, over all tables at once; then the facts without what is bad."""

from collections.abc import Iterable, Mapping

from dengxiaming.exchange import checks, keys, references
from dengxiaming.exchange.columns import TABLES
from dengxiaming.exchange.draft import Draft
from dengxiaming.exchange.findings import Finding, Reading
from dengxiaming.reckoning.facts import Facts


def validate(held: Mapping[str, Draft], about_files: Iterable[Finding] = ()) -> Reading:
    """The reading of these tables; a table that is not there is empty. `about_files` are findings of no one table."""
    drafts = {name: held.get(name) or Draft.empty(name) for name in TABLES}
    for draft in drafts.values():
        keys.note_repeated_keys(draft)
        checks.note_intervals(draft)
    keys.note_overlapping_stays(drafts["members"])
    keys.note_shared_ids(drafts)
    keys.note_cycles(drafts["organizations"])
    checks.note_extensions(drafts["acts"])
    checks.note_payments(drafts["dues"])
    references.note_unknown_ids(drafts)
    checks.warn_organizations(drafts)
    checks.warn_acts(drafts)
    checks.warn_members(drafts)
    checks.warn_triggers(drafts)
    left_out = references.leave_out(drafts)
    facts = Facts.of(
        **{name: draft.frame.filter(~draft.bad) if draft.bad.any() else draft.frame for name, draft in drafts.items()}
    )
    return Reading(facts, (*about_files, *_in_order(drafts)), left_out)


def _in_order(drafts: Mapping[str, Draft]) -> list[Finding]:
    """By table, row and column as they stand in the contract; what is about the whole table first."""
    found: list[Finding] = []
    for draft in drafts.values():
        order = {draft.header(name): place for place, name in enumerate(draft.table.by_name)}
        found += sorted(
            dict.fromkeys(draft.findings),
            key=lambda finding: (finding.row or 0, order.get(finding.column, -1), finding.severity),
        )
    return found
