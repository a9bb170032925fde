"""每周提醒: the text, the shapes of the three robots, e-mail; at most weekly, only when something is due."""

import smtplib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings
from robot import Robot, robot
from two_branches import NOBODY, TODAY, page, send, signed_in

from dengxiaming.areas.members import actions as register
from dengxiaming.areas.members.actions import Happened
from dengxiaming.cli.program import program
from dengxiaming.conf.mail import mail as mail_settings
from dengxiaming.ground import actions, clock, queries
from dengxiaming.ground.actions import Hand
from dengxiaming.ground.models import Account, AccountEvent, Reminder
from dengxiaming.ground.terms import WAYS
from dengxiaming.journal.actor import Actor
from dengxiaming.web.desk import channels, digest
from dengxiaming.web.desk.channels import ROBOTS, NotSent

ADDRESS = "/reminders/"
NOW = datetime.combine(TODAY, time(9), clock.ZONE)
TEXT = "灯下明：要办1件，最早11月30日。"
OK = {"wecom": b'{"errcode":0,"errmsg":"ok"}', "dingtalk": b'{"errcode":0,"errmsg":"ok"}', "feishu": b'{"code":0}'}
SHAPES: dict[str, Any] = {
    "wecom": {"msgtype": "text", "text": {"content": TEXT}},
    "dingtalk": {"msgtype": "text", "text": {"content": TEXT}},
    "feishu": {"msg_type": "text", "content": {"text": TEXT}},
}


@pytest.fixture
def hook() -> Iterator[Robot]:
    with robot() as held:
        yield held


def wants(who: str, way: str = "wecom", address: str = "https://robot.example/hook") -> Account:
    account = Account.objects.get(username=who)
    actions.set_reminder(account, way, address, Hand(clock.now()))
    return account


class Post:
    """Keeps what would go out."""

    def __init__(self, failure: str = "") -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.failure = failure

    def __call__(self, way: str, address: str, text: str) -> None:
        if self.failure:
            raise NotSent(self.failure)
        self.sent.append((way, address, text))


# ---- the ways ----


def test_every_way_is_mail_or_a_robot() -> None:
    assert set(WAYS) == {"mail", *ROBOTS}


@pytest.mark.parametrize("way", ROBOTS)
def test_a_robot_is_sent_its_shape(hook: Robot, way: str) -> None:
    hook.answer = OK[way]
    channels.send(way, hook.address, TEXT)
    assert hook.got == [("application/json; charset=utf-8", SHAPES[way])]


@pytest.mark.parametrize("way", ROBOTS)
@pytest.mark.parametrize("answer", ['{"errcode":310000,"code":19024}', "{}", "[]", "<html>", "null"])
def test_whatever_else_a_robot_answers_is_a_failure(hook: Robot, way: str, answer: str) -> None:
    hook.answer = answer.encode()
    with pytest.raises(NotSent, match="对方"):
        channels.send(way, hook.address, TEXT)


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_is_a_failure(hook: Robot, status: int) -> None:
    hook.status = status
    with pytest.raises(NotSent, match=f"对方回了 {status}"):
        channels.send("feishu", hook.address, TEXT)


def test_nobody_is_sent_on_elsewhere(hook: Robot) -> None:
    with robot() as other:
        other.answer, hook.status, hook.moved = OK["wecom"], 302, other.address
        with pytest.raises(NotSent, match="302"):
            channels.send("wecom", hook.address, TEXT)
        assert not other.got


def test_where_nobody_listens_is_a_failure(hook: Robot) -> None:
    with robot() as gone:
        address = gone.address
    with pytest.raises(NotSent, match="连不上"):
        channels.send("wecom", address, TEXT)
    assert not hook.got


@pytest.mark.parametrize(
    "address",
    [
        "http://robot.example/hook", "http://10.0.0.1/hook", "file:///etc/passwd", "ftp://robot.example/", "https://",
        "robot.example", "", "https://robot.example:99999/", "https://a b/", "https://robot.example/\r\nX: 1",
        "http://127.0.0.1.example/", "javascript:alert(1)", "https://[::1",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(address: str) -> None:
    assert channels.fault("wecom", address)
    with pytest.raises(NotSent):
        channels.send("wecom", address, TEXT)


@pytest.mark.parametrize("address", ["https://robot.example/hook?key=1", "http://127.0.0.1:8080/", "http://[::1]/x"])
def test_addresses_that_are_taken(address: str) -> None:
    assert not channels.fault("wecom", address)


def test_a_mail_goes_out_with_its_subject(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "dj@example.cn"
    channels.send("mail", "m1@example.cn", TEXT)
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to, sent.from_email) == (
        "灯下明：要办的事", TEXT, ["m1@example.cn"], "dj@example.cn",
    )  # fmt: skip


def test_a_mail_server_that_refuses_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise smtplib.SMTPRecipientsRefused({})

    monkeypatch.setattr(channels, "send_mail", refuse)
    with pytest.raises(NotSent, match="SMTPRecipientsRefused"):
        channels.send("mail", "m1@example.cn", TEXT)


@pytest.mark.parametrize("address", ["m1", "m1@", "a@b.cn\nBcc: c@d.cn", ""])
def test_mail_addresses_that_are_refused(address: str) -> None:
    assert channels.fault("mail", address)


def test_the_mail_server_is_one_address() -> None:
    found = mail_settings("smtps://dj%40example.cn:a%2Fb@mail.example.cn", "dj@example.cn")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == ("mail.example.cn", 465, True)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("dj@example.cn", "a/b")
    assert "dummy" in mail_settings("", "")["EMAIL_BACKEND"]


@pytest.mark.parametrize(("url", "sender"), [("mail.example.cn", "a@b.cn"), ("http://x", "a@b.cn"), ("smtp://x", "")])
def test_a_mail_server_that_cannot_be_read_is_refused_without_its_password(url: str, sender: str) -> None:
    with pytest.raises(Exception, match="DXM_MAIL_FROM"):
        mail_settings(url, sender)


# ---- whom, when, what ----


@pytest.mark.usefixtures("judged")
def test_the_text_says_what_and_by_when_and_names_nobody() -> None:
    register.raise_trigger(Happened("disciplined", date(2026, 11, 20), member="M8"), Actor("a" * 32, "M1"), NOW)
    wants("m1")
    post = Post()
    assert digest.tell(NOW, post).sent == 1
    ((way, address, text),) = post.sent
    assert (way, address) == ("wecom", "https://robot.example/hook")
    assert text.splitlines()[:2] == [
        "灯下明：要办4件，最早11月30日。",
        "11月30日前：党小组会（S2-3）、支部委员会会议（S2-2）、主题党日（S6-1）、按月足额交党费（S7-2）",
    ]
    assert "M8" not in text
    assert "六必谈" not in text


@pytest.mark.usefixtures("judged")
def test_at_most_weekly() -> None:
    wants("m1")
    post = Post()
    digest.tell(NOW, post)
    assert digest.tell(NOW + timedelta(days=6, hours=23), post).sent == 0
    with clock.stopped_at(TODAY + timedelta(days=1)):
        wants("m1", address="https://other.example/hook")
        actions.set_reminder(Account.objects.get(username="m1"), "", "", Hand(clock.now()))
        wants("m1")
    assert digest.tell(NOW + timedelta(days=6), post).sent == 0
    assert digest.tell(NOW + timedelta(days=7), post).sent == 1
    assert len(post.sent) == 2


@pytest.mark.usefixtures("judged")
def test_nothing_is_sent_where_nothing_is_due_or_nobody_asked() -> None:
    wants("g1")
    wants(NOBODY.lower())
    post = Post()
    told = digest.tell(NOW, post)
    assert (told.sent, told.quiet, told.failed, post.sent) == (0, 2, 0, [])
    assert Reminder.objects.filter(sent_at__isnull=False).count() == 0


@pytest.mark.usefixtures("judged")
def test_a_failure_is_noted_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    wants("m1")
    assert digest.tell(NOW, Post("对方没有收")).failed == 1
    assert "m1 的每周提醒没有发出去：对方没有收" in caplog.text
    assert "robot.example" not in caplog.text
    assert "上次没有发出去：对方没有收" in page(signed_in("M1"), ADDRESS).words
    post = Post()
    assert digest.tell(NOW + timedelta(hours=1), post).sent == 1
    assert Reminder.objects.get().failure == ""


@pytest.mark.usefixtures("judged")
def test_of_two_runs_at_once_one_sends() -> None:
    account = wants("m1")
    (first,), (second,) = queries.reminders_due(NOW), queries.reminders_due(NOW)
    assert [actions.claim_reminder(first, NOW), actions.claim_reminder(second, NOW)] == [True, False]
    assert queries.reminder(account)


@pytest.mark.usefixtures("judged")
def test_a_disabled_account_is_told_nothing() -> None:
    actions.disable(wants("m1"), Hand(clock.now()))
    assert digest.tell(NOW, Post()).sent == 0


@pytest.mark.usefixtures("judged")
def test_the_command_sends_and_says_how_many(hook: Robot, capsys: pytest.CaptureFixture[str]) -> None:
    hook.answer = OK["feishu"]
    wants("m1", "feishu", hook.address)
    with pytest.raises(SystemExit) as ended:
        program.main(["digest"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == "发了1份；0份没有要办的，没有发；0份没有发出去，下次再试。\n"
    assert hook.got[0][1]["content"]["text"].startswith("灯下明：要办4件")


# ---- the page ----


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(("who", "status"), [("M1", 200), ("M9", 200), (NOBODY, 403), ("admin", 403)])
def test_people_set_their_own(who: str, status: int) -> None:
    page(signed_in(who), ADDRESS, status=status)


@pytest.mark.usefixtures("judged")
def test_what_is_set_is_kept_enciphered_and_noted() -> None:
    client = signed_in("M1")
    given = {"do": "remind", "way": "dingtalk", "address": "https://robot.example/hook?key=geheim"}
    assert send(client, ADDRESS, given).status_code == 302
    held = Reminder.objects.get()
    assert b"geheim" not in bytes(held.address)
    assert queries.reminder_address(held) == "https://robot.example/hook?key=geheim"
    assert list(AccountEvent.objects.filter(kind="reminder_changed").values_list("note", flat=True)) == ["钉钉"]
    assert "geheim" not in page(client, ADDRESS).html
    assert send(client, ADDRESS, {"do": "quiet"}).status_code == 302
    assert queries.reminder(held.account) is None


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"way": "wecom", "address": "http://robot.example/hook"}, "地址要以https://开头"),
        ({"way": "", "address": "https://robot.example/"}, "还没有选"),
        ({"way": "mail", "address": "m1@example.cn"}, "还没有选"),
    ],
)
def test_what_cannot_be_used_is_said_and_kept_on_the_page(given: dict[str, str], said: str) -> None:
    answer = send(signed_in("M1"), ADDRESS, {"do": "remind", **given})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert said in words.replace(" ", "")
    assert given["address"] in words
    assert not Reminder.objects.exists()


@pytest.mark.usefixtures("judged")
def test_mail_is_offered_where_there_is_a_server(settings: Settings) -> None:
    assert 'value="mail"' not in page(signed_in("M1"), ADDRESS).html
    settings.MAIL_FROM = "dj@example.cn"
    assert 'value="mail"' in page(signed_in("M1"), ADDRESS).html
