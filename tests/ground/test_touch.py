"""A verb's report reaches whoever asked; a hook that fails takes the verb with it."""

import pytest
from django.db import transaction

from dengxiaming.duties import actions as duties
from dengxiaming.ground import actions, touch
from dengxiaming.ground.queries import facts_version


def test_duties_asked_to_be_told() -> None:
    assert duties.judge_touched in touch._hooks


@pytest.mark.django_db
def test_a_failing_hook_undoes_the_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: touch.Touched) -> None:
        raise RuntimeError("判定失败")

    monkeypatch.setattr(touch, "_hooks", [failing])
    before = facts_version()

    def verb() -> None:
        with transaction.atomic():
            actions.change_facts()
            touch.report(touch.EVERYTHING)

    with pytest.raises(RuntimeError, match="判定失败"):
        verb()
    assert facts_version() == before
