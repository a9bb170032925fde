"""Records S2-8 and S3-3, and terms S8-1 (contract 4)."""

from collections.abc import Iterator
from datetime import date, timedelta

from oracle.clauses import ELEMENTS
from oracle.days import ONE_DAY, anniversary, local_day, months_before
from oracle.world import Row, World, deeds_of, flags_of, has_record, verdict

YEARS = {"organ_committee": 5, "general_branch": 3, "branch": 3, "joint_branch": 3}


def record_rows(world: World) -> Iterator[Row]:
    for act in world.acts:
        if act["on"] < world.judged_from(act["organization_id"]):
            continue
        if has_record(act):
            yield record_kept(world, act)
        if "organization_life" in act["kinds"]:
            yield delegate_present(world, act)


def record_kept(world: World, act: Row) -> Row:
    """S2-8: eleven elements; satisfied on the local day of recorded_at once all are there."""
    recorded = local_day(act["recorded_at"])
    filled = len(set(act["elements"]) & ELEMENTS) if recorded <= world.as_of else 0
    satisfied_on = recorded if filled == 11 else None
    return own_row(world, "S2-8", act, act["on"] + timedelta(days=15), 11, filled, satisfied_on)


def delegate_present(world: World, act: Row) -> Row:
    """S3-3: observers who had no stay in its organisation on that day."""
    own = world.members_staying_in(act["organization_id"], act["on"])
    roll = world.roll.get(act["id"], {})
    delegates = {member for member, row in roll.items() if row["status"] == "observer" and member not in own}
    return own_row(world, "S3-3", act, act["on"], 1, len(delegates), act["on"] if delegates else None)


def own_row(
    world: World, rule: str, act: Row, due_on: date, required: int, counted: int, satisfied_on: date | None
) -> Row:
    """Bearer the act; period its id; evidence the act, flags its own, whenever it was recorded."""
    window = (act["on"], due_on)
    status = world.status(satisfied_on, *window)
    return verdict(
        rule, ("act", act["id"]), act["id"], window, required, counted, satisfied_on, status,
        flags_of([act]), [act["id"]],
    )  # fmt: skip


def term_rows(world: World) -> Iterator[Row]:
    """S8-1, term by term."""
    for organization in world.of_kind(set(YEARS)):
        openings = term_openings(world, organization)
        for opening, ending in zip(openings, [*openings, None][1:], strict=True):
            row = term_row(world, organization, opening, ending)
            if row:
                yield row


def elections_of(world: World, organization: str) -> list[Row]:
    return [act for act in world.acts_by_kind.get("election", []) if act["organization_id"] == organization]


def term_openings(world: World, organization: str) -> list[date]:
    """Each election opens a term; the first opens on established_on unless the first election is on or before it."""
    openings = sorted({act["on"] for act in elections_of(world, organization)})
    established = world.organizations[organization]["established_on"]
    if established is not None and (not openings or established < openings[0]):
        openings.insert(0, established)
    return openings


def term_row(world: World, organization: str, opening: date, ending: date | None) -> Row | None:
    years = YEARS[world.kind(organization)]
    due_on = anniversary(opening, years) - ONE_DAY
    furthest = anniversary(opening, years + 1) - ONE_DAY
    for extension in extensions_of(world, organization, opening, ending):
        if extension["on"] <= due_on:
            due_on = max(due_on, min(extension["until"], furthest))
    opens_on = months_before(due_on, 6)
    if opens_on > world.as_of and ending is None:
        return None
    if due_on < world.judged_from(organization):
        return None
    if not world.organization_in_force(organization, min(due_on, world.as_of)):
        return None
    elections = [act for act in elections_of(world, organization) if act["on"] == ending]
    deeds = deeds_of(sorted(elections, key=lambda act: str(act["id"]))[:1])
    window = (opens_on, due_on)
    return world.settled("S8-1", ("organization", organization), f"term-{opening}", window, 1, deeds)


def extensions_of(world: World, organization: str, opening: date, ending: date | None) -> list[Row]:
    """Given in the term, by day: with the organisation among its counterparts, or held by it with none among them."""
    found = []
    for act in world.acts_by_kind.get("extension", []):
        towards = act["counterparts"] & set(world.organizations)
        meant = organization in towards or (not towards and act["organization_id"] == organization)
        if meant and act["until"] is not None and opening <= act["on"] and (ending is None or act["on"] < ending):
            found.append(act)
    return sorted(found, key=lambda act: act["on"])
