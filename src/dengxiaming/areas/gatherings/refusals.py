"""Why a verb was not done: what the page then shows."""

from dengxiaming.areas.gatherings.core import Problems
from dengxiaming.areas.gatherings.drafts import Kept


class Elsewhere(Exception):  # noqa: N818  it carries what was saved elsewhere, for the page to show both
    """Somebody saved this draft in between; `other` is what they saved."""

    def __init__(self, other: Kept) -> None:
        super().__init__(f"这份草稿在别处存过了（{other.saved_by}）。两份都在这里，请选一份，或把缺的抄过去。")
        self.other = other


class Gone(Exception):  # noqa: N818  the draft is gone
    """There is no such draft any more."""

    def __init__(self) -> None:
        super().__init__("这份草稿已经签过字，或者删掉了。填写的内容还在这一页，可以另存一份。")


class NotReady(Exception):  # noqa: N818  the form is not ready
    """It cannot be signed yet; `problems` say why, field by field."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(f"还不能签字，有{len(problems.found)}处要改")
        self.problems = problems


class Refused(Exception):  # noqa: N818  the verb is refused, the message says why and what to do
    """It cannot be done to this record; the message says why and what to do."""
