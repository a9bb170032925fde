"""The worst that is typed: every field ugly, 300 people, 40 items, a word of 2,340 letters, a speech of 9,000."""

from dataclasses import replace
from typing import Final

from filled import MINUTES, ROLL, SERVICE, Sample

from dengxiaming.papers.attendance_sheet import paper as attendance_sheet
from dengxiaming.papers.attendance_sheet.form import Line
from dengxiaming.papers.minute_page import paper as minute_page
from dengxiaming.papers.minute_page.form import Away, Item, MinutePage, Resolution
from dengxiaming.papers.service_form import paper as service_form

UGLY = (
    "\x00\x01\x08\x0b\x0c\x1f\x7f\x85\ufffe\uffff\ud800\udfff\u202e倒\u2028行\u2029段\t格 <b>&amp;</b> {{ 1 }} {% x %} "
    "]]> “引”—…· 😀👨‍👩‍👧 é e\u0301 ﷽ 𠮷 \ue000 "
)
WORD = "Rechtsschutzversicherungsgesellschaften" * 60


def ugly(text: str, people: int, items: int) -> MinutePage:
    return replace(
        MINUTES,
        organization=text or "支部",
        theme=text,
        place=text,
        chair=text,
        present=tuple(f"古丽·{number}" for number in range(people)),
        away=(Away(text, text, text),),
        observers=(text,),
        items=tuple(Item(text, text, text, text, resolutions=(Resolution(text, text),)) for _ in range(items)),
        late_reason=text,
        corrected=text,
    )


_LONG: Final = replace(
    ugly(UGLY, 300, 0),
    items=(
        *ugly(UGLY, 1, 2).items,
        *(Item("议题", resolutions=(Resolution("办"),)) for _ in range(36)),
        Item(WORD, "", "", "长话" * 4500),
        Item("最后一项", speeches=WORD),
    ),
)
_ROLL: Final = replace(
    ROLL, lines=(*(Line(f"古丽·{number}", "", "出席") for number in range(299)), Line("古丽·299", UGLY, "请假", WORD))
)
CROWD: Final[dict[str, Sample]] = {
    "long": Sample(_LONG, minute_page.docx, minute_page.pdf),
    "many": Sample(_ROLL, attendance_sheet.docx, attendance_sheet.pdf),
    "served": Sample(replace(SERVICE, did=UGLY + "做" * 6000, solved=WORD), service_form.docx, service_form.pdf),
    "one": Sample(replace(MINUTES, present=("独",), items=(), away=(), anchor=None), minute_page.docx, minute_page.pdf),
}
