"""每周提醒: to whoever asked for it, at most weekly, and only when something is due within 30 days."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from dengxiaming.duties import queries as duties
from dengxiaming.duties.queries import View
from dengxiaming.ground import actions, cipher, clock, queries
from dengxiaming.ground.models import Reminder
from dengxiaming.web.desk import board, channels
from dengxiaming.web.desk.board import Day, Desk
from dengxiaming.web.desk.channels import NotSent
from dengxiaming.web.kit.words import short_day
from dengxiaming.web.policy import PEOPLE

_log = logging.getLogger(__name__)
_DAYS: Final = 10
"""How many last days a text names; the workbench has the rest."""
Send = Callable[[str, str, str], None]


@dataclass
class Told:
    """What a run did."""

    sent: int = 0
    quiet: int = 0
    failed: int = 0


def tell(at: datetime, send: Send = channels.send) -> Told:
    """Send every reminder whose week is over and that has something to say. A failure is noted and tried again."""
    told = Told()
    for reminder in queries.reminders_due(at):
        text = text_for(reminder, at)
        if not text:
            told.quiet += 1
        elif actions.claim_reminder(reminder, at):
            _send(reminder, text, send, told)
    return told


def text_for(reminder: Reminder, at: datetime) -> str:
    """What there is to say to somebody today; "" where nothing is due. Names nobody, and nothing sensitive."""
    day = at.astimezone(clock.ZONE).date()
    reader = queries.reader_of(reminder.account, day)
    if not reader.organizations(*PEOPLE):
        return ""
    held = board.desk(reader, View(day, reach=duties.reach_of(reader)))
    return text(held, day.year)


def text(held: Desk, year: int) -> str:
    """The text of a desk."""
    days = [(day, _named(day)) for day in held.soon if _named(day)]
    if not days:
        return ""
    count = sum(len(names) for _, names in days)
    first = short_day(days[0][0].on, year)
    lines = [f"灯下明：要办{count}件，最早{first}。"]
    lines += [f"{short_day(day.on, year)}前：{'、'.join(names)}" for day, names in days[:_DAYS]]
    lines.append(f"在工作台办{f'：{_site()}' if _site() else '。'}不想再收，在“我的账号”的“日历和提醒”里停。")
    return "\n".join(lines)


def _named(day: Day) -> list[str]:
    return [f"{row.bundle.title}（{row.bundle.rule}）" for row in day.rows if not row.sensitive]


def _site() -> str:
    """The address people use, where the settings tell it."""
    return f"https://{settings.HOSTS[0]}/ " if settings.HTTPS and settings.HOSTS else ""


def _send(reminder: Reminder, text: str, send: Send, told: Told) -> None:
    try:
        send(reminder.way, queries.reminder_address(reminder), text)
    except (NotSent, cipher.NotReadable) as failure:
        actions.return_reminder(reminder, str(failure))
        _log.warning("%s 的每周提醒没有发出去：%s", reminder.account.username, failure)
        told.failed += 1
    else:
        told.sent += 1
