"""A paper as PDF: the same input gives the same bytes; nothing is fetched from anywhere."""

import base64
import gc
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from dengxiaming.papers.anchor import qr_png
from dengxiaming.papers.blocks import STYLES, Cell, Face, Paper, Text, heads, whole
from dengxiaming.papers.glyphs import printable
from dengxiaming.papers.words import ZONE, clean

HERE: Final = Path(__file__).parent
AUTHOR: Final = "灯下明"
# Debian 的字体包有宋、黑、楷，没有仿宋和小标宋：PDF 里前者用宋，后者用粗宋
FACES: Final[dict[Face, str]] = {
    "title": '"Noto Serif CJK SC", "Source Han Serif SC", STZhongsong, SimSun, serif',
    "song": '"Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif',
    "fang": '"Noto Serif CJK SC", "Source Han Serif SC", FangSong, SimSun, serif',
    "kai": '"AR PL UKai CN", KaiTi, "Noto Serif CJK SC", "Source Han Serif SC", serif',
    "hei": '"Noto Sans CJK SC", "Source Han Sans SC", SimHei, sans-serif',
}


def pdf(paper: Paper, at: datetime) -> bytes:
    """The paper as PDF; `at` is the moment written into the file as its making."""
    from weasyprint import HTML  # noqa: PLC0415  装入它要两秒，只有要印的时候才等
    from weasyprint.urls import URLFetcher  # noqa: PLC0415  同上

    html = markup(paper, at)
    only_data = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    _quiet()
    with _uncollected():
        made: bytes = HTML(string=html, url_fetcher=only_data).write_pdf(
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16], pdf_tags=True
        )
    return made


def markup(paper: Paper, at: datetime) -> str:
    """The paper as the HTML that is laid out."""
    return _template().render(paper=paper, at=at.astimezone(ZONE).isoformat(timespec="seconds"))


@cache
def _template() -> Template:
    known = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_fit,
    )  # fmt: skip
    given: dict[str, Any] = {
        "styles": STYLES,
        "faces": {face: Markup(stack) for face, stack in FACES.items()},  # noqa: S704  自己写的字体名
        "css": Markup((HERE / "paper.css").read_text(encoding="utf-8")),  # noqa: S704  自己写的样式
        "author": AUTHOR,
        "lines": _lines,
        "alone": _alone,
        "heads": heads,
        "whole": whole,
        "qr": _qr,
    }
    return known.get_template("paper.html", globals=given)


def _fit(value: object) -> object:
    """Whatever is written out, written so that it can be printed."""
    return printable(clean(value)) if type(value) is str else value


def _lines(text: str) -> list[str]:
    return clean(text).split("\n")


def _alone(one: Cell) -> Text | None:
    """The one plain line of a cell, which needs no paragraph of its own: half of a handbook's boxes are such."""
    text, *more = one.paragraphs
    style = STYLES[text.style]
    plain = not (more or text.lead or text.anchor or text.right or style.before or style.after or style.level)
    return text if plain and clean(text.text).strip() and "\n" not in clean(text.text) else None


@lru_cache(maxsize=16)
def _qr(text: str) -> str:
    """A picture of dots, not of lines: the same head stands on every page of a handbook, and dots are kept once."""
    return "data:image/png;base64," + base64.b64encode(qr_png(text)).decode()


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is being laid out is all needed to the end: looking through it for garbage again and again takes a quarter
    of the time. Always on again afterwards; where two print at once, the first to end may turn it on early.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@cache
def _quiet() -> None:
    """Its remarks about stylesheets are for whoever writes them, not for a log."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
