"""投票 in the browser: the paper, looked over, cast once; the tellers' steps; nothing of a ballot stays behind."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from two_branches import page, send, signed_in

from dengxiaming.areas.ballots import actions, core, queries
from dengxiaming.areas.ballots.models import Ballot, Vote
from dengxiaming.ground import clock
from dengxiaming.ground.typed import typed_in
from dengxiaming.journal.actor import Actor
from dengxiaming.journal.models import Entry, Token

pytestmark = pytest.mark.usefixtures("branches")
VOTERS = tuple(f"M{number}" for number in range(1, 10))
QUESTIONS = (core.person("q1", "张一"), core.person("q2", "李二"), core.person("q3", "王三"))
YES, NO, ABSTAIN = "00", "01", "02"
CHOICES = {"c-q1": YES, "c-q2": NO, "c-q3": ABSTAIN}


def actor(member: str) -> Actor:
    return Actor(member.rjust(32, "0"), member)


def prepared(**more: Any) -> str:  # noqa: ANN401  any field of `Wanted`
    wanted = {
        "organization": "ZB1", "title": "支部委员会选举", "questions": QUESTIONS, "voters": VOTERS,
        "tellers": ("M8", "N1"), "seats": 2, **more,
    }  # fmt: skip
    return actions.prepare(actions.Wanted(**wanted), actor("M1"), clock.now())


def opened(**more: Any) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401  the same
    code = prepared(**more)
    slips = actions.draw_slips(code, actor("M8"), clock.now())
    actions.open_voting(code, dict(enumerate(slips[:2], 1)), actor("N1"), clock.now())
    return code, slips


def told(client: Client, code: str, do: str, **fields: str) -> Any:  # noqa: ANN401  Django's answer has no type
    address = f"/ballots/{code}/tell/"
    token = dict(page(client, address).form(address)).get("token", "K")
    return send(client, address, {"do": do, "token": f"{token}{do}", **fields})


def test_a_poll_of_the_branchs_own_from_the_question_to_the_result() -> None:
    secretary, address = signed_in("M1"), "/ballots/of/ZB1/new/"
    assert address in page(secretary, "/ballots/of/ZB1/").links
    assert address not in page(signed_in("M9"), "/ballots/of/ZB1/").links
    assert signed_in("M2").get(address).status_code == 404
    fields: dict[str, Any] = {
        "token": "K1", "question": "主题党日定在哪一天", "options": "周三\n周五\n", "manner": "electronic",
        "voters": ["M1", "M2", "M3", "M5"], "tellers": ["M8"],
    }  # fmt: skip
    refused = send(secretary, address, fields)
    said = refused.content.decode()
    assert (refused.status_code, "不到5人" in said, "2人或3人" in said) == (422, True, True)
    fields |= {"voters": ["M1", "M2", "M3", "M5", "M9"], "tellers": ["M8", "M5"]}
    code = send(secretary, address, fields).headers["Location"].split("/")[2]
    assert send(secretary, address, fields).headers["Location"].split("/")[2] == code
    slips = actions.draw_slips(code, actor("M8"), clock.now())
    actions.open_voting(code, dict(enumerate(slips, 1)), actor("M5"), clock.now())
    voter = signed_in("M9")
    shown = page(voter, f"/ballots/{code}/")
    assert ("周三" in shown.words, "周五" in shown.words) == (True, True)
    assert send(voter, f"/ballots/{code}/", {"c-q1": "01", "do": "cast", "token": "K2"}).status_code == 302
    for member in ("M1", "M2", "M3", "M5"):
        actions.cast(code, core.Marks({"q1": "o1"}), actor(member), clock.now())
    actions.close(code, dict(enumerate(slips, 1)), actor("M8"), clock.now())
    told = page(voter, f"/ballots/{code}/result/").words
    assert "主题党日定在哪一天41周三" in told
    paper = {**fields, "token": "K3", "manner": "paper", "voters": ["M1", "M2"]}
    assert send(secretary, address, paper).status_code == 302


def test_from_the_slips_to_the_result() -> None:
    code = prepared()
    teller, other = signed_in("M8"), signed_in("N1")
    answer = told(teller, code, "draw")
    assert "no-store" in answer.headers["Cache-Control"]
    digits = re.findall(r"<p class=\"digits\">(.*?)</p>", answer.content.decode(), re.DOTALL)
    slips = ["".join(re.findall(r"\d", one)) for one in digits]
    assert [len(one) for one in slips] == [20, 20]
    assert told(other, code, "open", slip1=slips[0], slip2=slips[0]).status_code == 422
    assert told(other, code, "open", slip1=slips[0], slip2=slips[1]).status_code == 302
    for member in ("M1", "M2", "M8", "M9", "M4"):
        voter = signed_in(member)
        assert f"/ballots/{code}/" in page(voter, "/desk/").links
        shown = page(voter, f"/ballots/{code}/")
        token = dict(shown.form(f"/ballots/{code}/"))["token"]
        looked = send(voter, f"/ballots/{code}/", {**CHOICES, "do": "look", "token": token, "w-q2": "孙 六"})
        assert looked.status_code == 200
        assert "再看一遍" in looked.content.decode()
        assert (
            send(voter, f"/ballots/{code}/", {**CHOICES, "do": "cast", "token": token, "w-q2": "孙 六"}).status_code
            == 302
        )
        assert "您已经投过票" in page(voter, f"/ballots/{code}/").words
        assert f"/ballots/{code}/" not in page(voter, "/desk/").links
    wrong = told(teller, code, "close", slip1=slips[1], slip2=slips[0])
    assert wrong.status_code == 422
    assert slips[0] not in wrong.content.decode()
    assert told(teller, code, "close", slip1=slips[0], slip2=slips[1]).status_code == 302
    assert queries.result(code) == core.Tally(
        5, 5, {"q1": {"yes": 5, "no": 0, "abstain": 0}, "q2": {"yes": 0, "no": 5, "abstain": 0},
               "q3": {"yes": 0, "no": 0, "abstain": 5}}, {"孙六": 5}, {"q1": "yes", "q2": "no", "q3": "abstain"},
    )  # fmt: skip
    assert "孙六5票" in page(signed_in("M2"), f"/ballots/{code}/result/").words


def test_what_is_wrong_is_said_and_what_was_marked_comes_back() -> None:
    code, _ = opened()
    voter = signed_in("M2")
    answer = send(voter, f"/ballots/{code}/", {"c-q1": YES, "w-q1": "孙六", "c-q2": NO, "token": "K1", "do": "look"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“王三”还没有选" in text
    assert "弃权的不另选" in text
    assert 'value="孙六"' in text
    assert 'id="q1-yes" name="c-q1" value="00" checked' in text
    assert not Vote.objects.exists()


def test_every_choice_gets_an_answer_of_the_same_size_and_the_same_queries() -> None:
    code, _ = opened(seats=3)
    reader, sizes, answers = signed_in("M9"), set(), set()
    for member, choices, name in (
        ("M1", (YES, YES, YES), ""), ("M2", (NO, ABSTAIN, NO), "孙六"),
        ("M4", (NO, NO, NO), "一个很长的名字<&>"), ("M9", (ABSTAIN,) * 3, ""),
    ):  # fmt: skip
        fields = {f"c-q{place}": choice for place, choice in enumerate(choices, 1)}
        fields |= {"token": "K1", "w-q1": name}
        looked = send(reader, f"/ballots/{code}/", {**fields, "do": "look"})
        assert looked.status_code == 200
        sizes.add(len(looked.content))
        voter = signed_in(member)
        with CaptureQueriesContext(connection) as captured:
            cast = send(voter, f"/ballots/{code}/", {**fields, "do": "cast"})
        assert cast.status_code == 302
        # 存证树的节点读几个，看这是第几条，不看选了什么
        statements = [
            one["sql"][:40]
            for one in captured.captured_queries
            if "journal_node" not in one["sql"] and "SAVEPOINT" not in one["sql"]
        ]
        answers.add((len(cast.content), cast.headers["Location"], tuple(cast.headers), tuple(statements)))
    assert len(sizes) == 1, sizes
    assert len(answers) == 1, answers


def test_nothing_of_a_ballot_is_kept_on_the_way() -> None:
    """Not in the session, the messages, a draft, a token, the journal, a cookie, the log of queries."""
    code, _ = opened()
    voter = signed_in("M2")
    with CaptureQueriesContext(connection) as captured:
        for do in ("look", "cast"):
            fields = {"c-q1": NO, "c-q2": NO, "c-q3": NO, "w-q1": "暗号孙六", "token": "K1", "do": do}
            send(voter, f"/ballots/{code}/", fields)
    said = " ".join(one["sql"] for one in captured.captured_queries)
    assert "暗号" not in said
    assert '"no"' not in said
    assert all("暗号" not in str(one.get_decoded()) for one in Session.objects.all())
    assert "暗号" not in str(voter.cookies)
    assert all("暗号".encode() not in bytes(entry.body) for entry in Entry.objects.all())
    digests = {one.digest for one in Token.objects.filter(token="K1")}  # noqa: S106  口令是表单的，不是密码
    other = signed_in("M9")
    fields = {"c-q1": YES, "c-q2": YES, "c-q3": ABSTAIN, "token": "K1", "do": "cast"}
    send(other, f"/ballots/{code}/", fields)
    assert {one.digest for one in Token.objects.filter(token="K1")} == digests  # noqa: S106  同上
    assert Vote.objects.count() == 2


def test_trouble_never_gives_a_ballot_back() -> None:
    from django.test import RequestFactory  # noqa: PLC0415  只这里用

    code, _ = opened()
    for address in (f"/ballots/{code}/", f"/ballots/{code}/tell/"):
        request = RequestFactory().post(address, {**CHOICES, "slip1": "1" * 20})
        assert resolve(address).func
        held = typed_in(request)
        assert (held.withheld, held.shown, held.hidden) == (True, (), ())


def test_sent_twice_is_cast_once_and_a_second_page_says_so() -> None:
    code, _ = opened()
    voter = signed_in("M2")
    for token, status in (("K1", 302), ("K1", 302), ("K2", 422)):
        answer = send(voter, f"/ballots/{code}/", {**CHOICES, "token": token, "do": "cast"})
        assert answer.status_code == status
    assert Vote.objects.count() == 1


def test_to_whom_the_pages_open() -> None:
    code, slips = opened()
    for address, opens in (
        (f"/ballots/{code}/", {"M1", "M2", "M4", "M8", "M9", "M5"}), (f"/ballots/{code}/tell/", {"M8", "N1"}),
        (f"/ballots/{code}/status/", {"M1", "M4", "M5", "G1"}),
        (f"/ballots/{code}/result/", {"M1", "M2", "M4", "M8", "M9", "M5", "N1", "G1"}),
        ("/ballots/of/ZB1/", {"M1", "M2", "M4", "M8", "M9", "M5", "G1"}),
    ):  # fmt: skip
        for who in ("M1", "M2", "M4", "M5", "M8", "M9", "N1", "N2", "G1", "X9", "admin"):
            status = signed_in(who).get(address).status_code
            assert status == (200 if who in opens else 404), (address, who)
    actions.close(code, dict(enumerate(slips, 1)), actor("M8"), clock.now())
    secret = prepared(result_to_voters=False)
    assert signed_in("M1").get(f"/ballots/{secret}/result/").status_code == 404
    assert signed_in("N1").get(f"/ballots/{secret}/result/").status_code == 200
    assert "支部委员会选举" in page(signed_in("N1"), "/ballots/").words
    assert signed_in("admin").get("/ballots/").status_code == 403


def test_paper_ballots_counted_by_one_teller_and_confirmed_by_another() -> None:
    code = prepared(on_paper=True)
    assert "用纸票投" in page(signed_in("M2"), f"/ballots/{code}/").words
    teller, other = signed_in("M8"), signed_in("N1")
    counted = {
        "issued": "9", "returned": "9", "valid": "8", "invalid": "1", "written": "孙六 2\n周七：1票",
        "n-q1-yes": "8", "n-q1-no": "0", "n-q1-abstain": "0", "n-q2-yes": "3", "n-q2-no": "4", "n-q2-abstain": "1",
        "n-q3-yes": "1", "n-q3-no": "6", "n-q3-abstain": "0",
    }  # fmt: skip
    over = told(teller, code, "count", **{**counted, "returned": "10", "invalid": "2"})
    assert over.status_code == 422
    assert "R3-9" in over.content.decode()
    assert 'value="10"' in over.content.decode()
    for change, field in (
        ({"valid": "7"}, "valid"), ({"n-q1-yes": "9"}, "q1"), ({"written": "孙六 11"}, "written"),
        ({"n-q2-no": "四"}, "q2"), ({"written": "孙六"}, "written"),
        ({"n-q2-yes": "4", "n-q2-no": "3", "n-q3-yes": "7", "n-q3-no": "0"}, "written"),
    ):  # fmt: skip
        answer = told(teller, code, "count", **{**counted, **change})
        assert answer.status_code == 422, change
        assert f'href="#{field}"' in answer.content.decode(), change
    assert told(teller, code, "count", **counted).status_code == 302
    assert told(teller, code, "confirm").status_code == 422
    assert queries.result(code) is None
    assert told(other, code, "confirm").status_code == 302
    found = queries.result(code)
    assert found is not None
    assert (found.cast, found.valid, found.written) == (9, 8, {"孙六": 2, "周七": 1})
    assert "由某M8、某N1两位监票人" in page(signed_in("M2"), f"/ballots/{code}/result/").words


def test_void_and_emptied() -> None:
    code, _ = opened(objection_days=3)
    teller = signed_in("M8")
    assert told(teller, code, "stop", reason="").status_code == 422
    assert told(teller, code, "stop", reason="丢了一张密码条").status_code == 302
    early = send(teller, f"/ballots/{code}/tell/", {"do": "empty", "token": "K1"})
    assert early.status_code == 422
    assert "异议期还没有过" in early.content.decode()
    with clock.stopped_at(clock.today() + timedelta(4)):
        later = signed_in("M8")
        assert "这次投票" in page(later, f"/ballots/{code}/tell/").words
        assert told(later, code, "empty").status_code == 302
        assert Ballot.objects.get(code=code).emptied_at is not None
        assert "已经清除" in page(later, f"/ballots/{code}/tell/").words
    assert "丢了一张密码条" in page(signed_in("M2"), f"/ballots/{code}/").words
