"""A later import adds what is new, passes over what is held just so, and refuses what contradicts it."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from areas.held_facts import messy, worked
from dengxiaming.areas.members import actions as members
from dengxiaming.areas.members.models import Trigger
from dengxiaming.chain.note import PublicKey
from dengxiaming.duties import actions, adding, edition, facts
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.source import is_current
from dengxiaming.duties.view import View
from dengxiaming.exchange import Reading
from dengxiaming.ground import clock
from dengxiaming.journal import keys
from dengxiaming.journal.actor import SYSTEM
from dengxiaming.journal.queries import versions
from dengxiaming.journal.verifying import verify
from dengxiaming.reckoning import Facts, evaluate
from duties.conftest import Site

TODAY = date(2025, 11, 20)


def reading(held: Facts) -> Reading:
    return Reading(held, ())


def earlier(held: Facts, day: date) -> Facts:
    """The fact set had it been taken on an earlier day: what happened later is not in it."""
    triggers = held.triggers.filter(pl.col("on") < day)
    acts = held.acts.filter(pl.col("on") < day)
    there = [*acts["id"], *triggers["id"]]
    acts = acts.filter(pl.col("answers").list.set_difference(there).list.len() == 0)
    known = acts["id"].implode()
    return replace(
        held,
        acts=acts,
        attendance=held.attendance.filter(pl.col("act_id").is_in(known)),
        triggers=triggers,
        posts=held.posts.filter(pl.col("from") < day),
        dues=held.dues.filter(pl.col("month") < day),
    )


@pytest.mark.parametrize("name", ["first", "second", "messy"])
def test_in_two_parts_is_the_same_as_at_once(site: Site, name: str) -> None:
    held = messy(1) if name == "messy" else worked(name)
    site(earlier(held, date(2025, 6, 1)), TODAY)
    added = actions.add_fact_set(reading(held))
    assert added.rows["acts"] > 0
    assert added.skipped > 0
    assert is_current(View(TODAY))
    expected = evaluate(held, edition.rulebook(), TODAY, upcoming=True)
    columns = ("rule", "bearer_kind", "bearer_id", "period", "counted", "status")
    stored = Verdict.objects.filter(judging__scope="daily").values_list(*columns)
    assert sorted(stored) == sorted(expected.select(columns).iter_rows())
    found = facts.whole().tables()
    for table, key in adding.KEYS.items():
        assert set(found[table].select(key).iter_rows()) == set(held.tables()[table].select(key).iter_rows()), table


def test_the_same_again_adds_nothing(site: Site) -> None:
    site(worked("first"), TODAY)
    before = facts.whole().tables()
    added = actions.add_fact_set(reading(worked("first")))
    assert sum(added.rows.values()) == 0
    assert added.skipped == sum(len(table) for table in worked("first").tables().values())
    assert all(table.equals(before[name]) for name, table in facts.whole().tables().items())


def changed(name: str) -> Facts:
    held = worked("first")
    first = pl.int_range(pl.len()) == 0
    when = pl.when(first)
    match name:
        case "acts":
            return replace(held, acts=held.acts.with_columns(when.then(date(2024, 12, 30)).otherwise("on").alias("on")))
        case "organizations":
            other = when.then(pl.lit("另一个名字")).otherwise("name").alias("name")
            return replace(held, organizations=held.organizations.with_columns(other))
        case "members":
            other = when.then(pl.lit("另一个人")).otherwise("name").alias("name")
            return replace(held, members=held.members.with_columns(other))
        case "dues":
            return replace(held, dues=held.dues.with_columns(when.then(7).otherwise("payable").alias("payable")))
        case _:
            last = held.attendance.tail(1).with_columns(pl.lit("没有在册").alias("member_id"))
            return replace(held, attendance=pl.concat([held.attendance, last]))


@pytest.mark.parametrize("name", ["acts", "organizations", "members", "dues", "attendance"])
def test_what_contradicts_is_refused_with_place_and_remedy(site: Site, name: str) -> None:
    site(worked("first"), TODAY)
    before = facts.whole().tables()
    with pytest.raises(actions.Refused) as refused:
        actions.add_fact_set(reading(changed(name)))
    (finding,) = refused.value.findings
    assert finding.table == name
    assert finding.column
    assert "更正" in finding.remedy
    assert all(table.equals(before[table_name]) for table_name, table in facts.whole().tables().items())


def test_overlapping_stays_are_refused(site: Site) -> None:
    held = worked("first")
    site(held, TODAY)
    stay = held.members.filter(pl.col("to").is_null()).head(1)
    late = stay.with_columns(pl.lit(date(2025, 11, 1)).alias("from"))
    with pytest.raises(actions.Refused) as refused:
        actions.add_fact_set(reading(replace(held, members=pl.concat([held.members, late]))))
    assert "重叠" in refused.value.findings[0].message


def test_over_what_was_signed_an_import_adds_and_does_not_replace(site: Site) -> None:
    held = worked("first")
    site(earlier(held, date(2025, 6, 1)), TODAY)
    member = held.members["id"][0]
    happened = members.Happened("honoured", TODAY, member=member)
    code, _ = members.raise_trigger(happened, SYSTEM, clock.now())
    with pytest.raises(actions.Refused, match="1处"):
        actions.load_facts(held)
    actions.add_fact_set(reading(held))
    assert Trigger.objects.filter(code=code).exists()
    assert not list(verify(PublicKey.read(keys.key().vkey)))
    taken = replace(
        held, triggers=pl.concat([held.triggers, held.triggers.head(1).with_columns(pl.lit(code).alias("id"))])
    )
    members.withdraw_trigger(code, "记错了", SYSTEM, clock.now())
    with pytest.raises(actions.Refused) as refused:
        actions.add_fact_set(reading(taken))
    assert "撤回" in refused.value.findings[0].message


def test_a_member_that_gets_a_post_has_a_new_version(site: Site) -> None:
    held = worked("first")
    site(earlier(held, date(2025, 6, 1)), TODAY)
    actions.add_fact_set(reading(held))
    late = held.posts.filter(pl.col("from") >= date(2025, 6, 1))["member_id"].unique()
    assert len(late)
    assert all(versions("member", code) for code in late)


def test_five_hundred_held_members_get_dues_at_once(site: Site) -> None:
    """What one entry of the journal cannot hold goes on in the next; nothing of it is refused as too large."""
    held = worked("first")
    stay = held.members.filter(pl.col("to").is_null()).head(1)
    crowd = pl.concat([
        stay.with_columns(pl.lit(f"多{n}").alias("id"), pl.lit(f"某{n}").alias("name")) for n in range(500)
    ])  # fmt: skip
    held = replace(held, members=pl.concat([held.members, crowd]))
    site(held, TODAY)
    months = held.dues.head(1).drop("member_id").join(crowd.select(pl.col("id").alias("member_id")), how="cross")
    dues = pl.concat([held.dues, months.select(held.dues.columns)])
    added = actions.add_fact_set(reading(replace(held, dues=dues)))
    assert added.rows["dues"] == 500
    assert all(versions("dues", code) for code in crowd["id"])
    assert not list(verify(PublicKey.read(keys.key().vkey)))
