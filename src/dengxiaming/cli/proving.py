"""Whether the journal inside a copy is whole: recomputed from its entries, signed, grown from heads known before."""

from collections.abc import Iterable
from dataclasses import dataclass

from dengxiaming.chain import note, tree
from dengxiaming.cli.stores import BadCopy, Entry
from dengxiaming.journal.keys import checks


@dataclass(frozen=True)
class Head:
    """Size and root (hex) of a journal."""

    size: int
    root: str


def prove(entries: Iterable[Entry], vkey: str, before: Iterable[Head]) -> Head:
    """The head of a copy's journal. Raises `BadCopy` where the entries have a gap, do not give the root that was
    signed, or do not begin with what each head of `before` says.
    """
    bodies: list[bytes] = []
    checkpoint = ""
    for index, body, signed in entries:
        if index != len(bodies):
            raise BadCopy(f"副本的存证少了第{len(bodies)}条。")
        bodies.append(bytes(body))
        checkpoint = signed
    head = Head(len(bodies), tree.root_of(bodies).hex())
    if bodies:
        _signed(checkpoint, vkey, head)
    for known in before:
        if known.size > head.size:
            raise BadCopy(f"副本只有{head.size}条存证，先前已经有{known.size}条：最后的不见了。")
        if tree.root_of(bodies[: known.size]).hex() != known.root:
            raise BadCopy(f"副本的前{known.size}条存证与先前的不一样：有人改过。")
    return head


def _signed(checkpoint: str, vkey: str, head: Head) -> None:
    try:
        stated = note.Checkpoint.read(note.open_note(checkpoint, note.PublicKey.read(vkey), checks))
    except note.NoteError as error:
        raise BadCopy(f"副本最后一条存证的签名不对：{error}") from error
    if (stated.size, stated.root.hex()) != (head.size, head.root):
        raise BadCopy("副本的存证算出来的根，与签下的不一样。")
