"""Whatever is changed by hand in a signed or imported record, or in the journal, `verify` finds, and names.

DXM_FUZZ=500 for all; the normal run makes fewer.
"""

import os
import random
from collections import Counter

import pytest
import small_city
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from hand_edits import JOURNAL, Edit, edits, together

from dengxiaming.journal.models import ImportedSeal, Token
from dengxiaming.journal.sealed import kinds
from dengxiaming.journal.verifying import Finding

pytestmark = pytest.mark.django_db
HOW_MANY = int(os.environ.get("DXM_FUZZ", "160"))

NOT_SEALED = {
    "journal_token": "表单的回执：同一份表再交一次时用，不是记录",
    "gatherings_draft": "草稿不存证",
    "appraisals_draft": "同上：没有交的自评",
    "gatherings_invited": "谁看过通知，只给本人看",
    "gatherings_sentence": "由签过的记录算出来，可以重做",
    "gatherings_fingerprint": "同上",
    "gatherings_shown": "同上",
    "members_layout": "名册的列怎么读：只影响下次先填什么，看得见、改得了",
    "structure_plan": "方案是草稿，不进判定",
    "duties_judging": "由记录算出来，可以重做",
    "duties_verdict": "同上",
    "ground_state": "计数和开关",
    "ground_account": "账号，有自己的安全日志",
    "ground_invitation": "邀请码的散列",
    "ground_grant": "由任职算出来，可以重做",
    "ground_feed": "日历地址的散列，可以换",
    "ground_reminder": "本人要不要提醒",
    "ground_sensitivelook": "看过谁的记录：另有查阅日志",
    "ground_accountevent": "安全日志",
}


def test_every_table_is_sealed_or_it_is_said_why_not() -> None:
    ours = {
        model for app in apps.get_app_configs() if app.name.startswith("dengxiaming.") for model in app.get_models()
    }
    held = {model for one in kinds().values() for model in one.models} | {*JOURNAL}
    assert {model._meta.db_table for model in ours - held} <= NOT_SEALED.keys()
    assert Token in ours - held


def test_every_edit_by_hand_is_found_and_named() -> None:
    small_city.imported()
    small_city.signed()
    assert not small_city.findings()
    assert all(model._default_manager.exists() for one in kinds().values() for model in one.models)
    rng = random.Random(20261124)
    done: Counter[str] = Counter()
    missed = []
    for several in together(edits(rng)):
        for edit, outcome in zip(several, tried(several), strict=True):
            done[outcome] += 1
            if outcome == "missed":
                missed.append(edit.what)
        if done["found"] + done["missed"] >= HOW_MANY:
            break
    print(
        f"{connection.vendor}：手改{done['found'] + done['missed']}处，找到{done['found']}处，库不收{done['refused']}处"
    )
    assert not missed
    assert not small_city.findings()


def test_what_an_import_kept_of_a_record_is_what_it_sealed() -> None:
    small_city.imported()
    one = ImportedSeal.objects.exclude(document="")[0]
    ImportedSeal.objects.filter(pk=one.pk).update(document='{"name": "改过"}')
    changed = [found for found in small_city.findings() if found.sentence == "导入时留下的原文被改过。"]
    assert [(found.kind, found.code) for found in changed] == [(one.kind, one.code)]


def tried(several: list[Edit]) -> list[str]:
    """What became of each edit, all made together and taken back again."""
    try:
        with transaction.atomic():
            refused = [edit for edit in several if not made(edit)]
            found = small_city.findings() if len(refused) < len(several) else []
            transaction.set_rollback(True)
    except DatabaseError:
        # 记录读不出来了，也算库不收
        return ["refused"] if len(several) == 1 else [outcome for edit in several for outcome in tried([edit])]
    assert all(edit.named for edit in several)
    return ["refused" if edit in refused else "found" if is_named(edit, found) else "missed" for edit in several]


def made(edit: Edit) -> bool:
    """Whether the database takes an edit."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in edit.statements:
                cursor.execute(statement, values)
    except DatabaseError:
        return False
    return True


def is_named(edit: Edit, found: list[Finding]) -> bool:
    return all(any(named(one) for one in found) for named in edit.named)
