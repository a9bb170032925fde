"""Signed notes and checkpoints: what was written is read, and nothing else."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from journals import NAME, Journal, checks

from dengxiaming.chain import note
from dengxiaming.chain.note import Checkpoint, NoteError, PublicKey, open_note

TEXT = "灯下明\n\n第二段\n"


def signed(text: str, name: str = NAME, seed: int = 7) -> tuple[str, PublicKey]:
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    key = PublicKey(name, private.public_key().public_bytes_raw())
    return note.sign(text, name, key.id, private.sign), key


def test_a_note_opens_to_its_text() -> None:
    made, key = signed(TEXT)
    assert open_note(made, key, checks) == TEXT
    assert PublicKey.read(note.vkey(key.name, key.public)) == key


def test_every_changed_character_is_noticed() -> None:
    made, key = signed(TEXT)
    for at, char in enumerate(made):
        for other in ("\n", " ", "A", "会", chr(ord(char) ^ 1)):
            if other != char:
                with pytest.raises(NoteError):
                    open_note(made[:at] + other + made[at + 1 :], key, checks)
        with pytest.raises(NoteError):
            open_note(made[:at], key, checks)


def test_signatures_of_others_are_passed_over() -> None:
    made, key = signed(TEXT)
    lines = [signed(TEXT, f"witness.example/{seed}", seed)[0].rpartition("\n\n")[2] for seed in range(20, 40)]
    assert open_note(made + "".join(lines), key, checks) == TEXT
    with pytest.raises(NoteError, match=f"没有{NAME}的签名"):
        open_note(TEXT + "\n" + "".join(lines), key, checks)


def test_a_key_of_the_same_name_is_another_key() -> None:
    made, _ = signed(TEXT, seed=8)
    with pytest.raises(NoteError, match=f"没有{NAME}的签名"):
        open_note(made, signed(TEXT)[1], checks)


def test_a_false_signature_beside_a_good_one_is_refused() -> None:
    made, key = signed(TEXT)
    false = base64.b64encode(key.id + bytes(64)).decode()
    with pytest.raises(NoteError, match="签名是假的"):
        open_note(f"{made}— {NAME} {false}\n", key, checks)


@pytest.mark.parametrize(
    "line", ["— witness.example AAAAAA==", "- witness.example AAAAAAA=", "— witness.example", "", "—"]
)
def test_a_line_that_is_no_signature_is_refused(line: str) -> None:
    made, key = signed(TEXT)
    with pytest.raises(NoteError):
        open_note(f"{made}{line}\n", key, checks)


def test_too_many_signatures_and_too_long_a_note_are_refused() -> None:
    made, key = signed(TEXT)
    line = signed(TEXT, "witness.example", 9)[0].rpartition("\n\n")[2]
    with pytest.raises(NoteError, match="签名多于64个"):
        open_note(made + line * 64, key, checks)
    with pytest.raises(NoteError, match="太长"):
        open_note("x" * 1_000_001, key, checks)


@pytest.mark.parametrize("text", ["没有换行", "制表\t符\n", "\ud800\n", ""], ids=ascii)
def test_a_text_that_may_not_be_signed_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match="正文"):
        signed(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb"])
def test_a_name_that_would_break_the_line_is_refused(name: str) -> None:
    with pytest.raises(NoteError, match="密钥的名字"):
        signed(TEXT, name)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda vkey: vkey.replace("test", "tost"), "编号与公钥不符"),
        (lambda vkey: vkey[:-4], "Ed25519"),
        (lambda vkey: vkey[:-1] + "!", "Base64"),
        (lambda vkey: vkey.partition("+")[0], "Ed25519"),
        (lambda vkey: "+" + vkey.partition("+")[2], "名字不能空"),
        (lambda _: "", "Ed25519"),
    ],
)
def test_a_spoilt_public_key_is_refused(spoil, message: str) -> None:  # noqa: ANN001  a function of one text
    with pytest.raises(NoteError, match=message):
        PublicKey.read(spoil(Journal.of(0).vkey))


def test_a_checkpoint_reads_back_signed_or_not() -> None:
    journal = Journal.of(3)
    head = journal.head()
    assert str(head).split("\n")[:2] == [NAME, "3"]
    assert Checkpoint.read(str(head)) == Checkpoint.read(journal.checkpoint()) == head
    assert open_note(journal.checkpoint(), journal.key, checks) == str(head)


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"origin\n1\n{ROOT}\nextension\n", "三行"),
        (f"origin\n1\n{ROOT}\n\nextension\n", "Base64|签名"),
        ("origin\n1\n", "三行"),
        (f"\n1\n{ROOT}\n", "没有写来源|正文"),
        (f"origin\n01\n{ROOT}\n", "条数写法"),
        (f"origin\n-1\n{ROOT}\n", "条数写法"),
        (f"origin\n１\n{ROOT}\n", "条数写法"),
        (f"origin\n{'9' * 5000}\n{ROOT}\n", "条数写法"),
        (f"origin\n1\n{ROOT[:-4]}\n", "32字节"),
        (f"origin\n1\n{ROOT[:-2]}B=\n", "Base64"),
        ("origin\n1\n*\n", "Base64"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str, message: str) -> None:
    with pytest.raises(NoteError, match=message):
        Checkpoint.read(text)
