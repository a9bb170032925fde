"""What an election refuses: each a sentence, the article it rests on, and what to do."""

from collections.abc import Sequence

from dengxiaming.ground.problem import Problem


class Refused(Exception):  # noqa: N818  it is an answer to the user, named as such
    """It cannot be done as it is; the problems say why and what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(one.sentence for one in problems))
        self.problems = tuple(problems)


def refuse(field: str, sentence: str) -> Refused:
    """A refusal with one problem."""
    return Refused((Problem(field, sentence),))
