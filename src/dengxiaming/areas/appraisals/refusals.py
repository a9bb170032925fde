"""Why a verb of an appraisal is refused."""

from dengxiaming.ground.problem import Problem


class Refused(Exception):  # noqa: N818  it is an answer to the user, named as such
    """It cannot be done as things stand: which field, what is wrong, what to do."""

    def __init__(self, sentence: str, field: str = "do") -> None:
        super().__init__(sentence)
        self.problem = Problem(field, sentence)
