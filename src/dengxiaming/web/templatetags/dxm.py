"""The tags of the pages: status marks, seals, links that keep the dates, words that do not break."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dengxiaming.duties.queries import Bundle, Cell, DutyLine, GridRow, Tally
from dengxiaming.law.locator import shown as locator_shown
from dengxiaming.law.vocabulary import STATUSES
from dengxiaming.web.kit import words
from dengxiaming.web.kit.links import address
from dengxiaming.web.organizations import spans

register = template.Library()

# 提示性条款用空心的形状；没有空心形状的状态两种都用同一个
_HOLLOW: Final = frozenset({"met", "late", "open", "missed", "raised"})
_SHAPE: Final = {"waived": "na", "": "na"}
_WORST_FIRST: Final = ("missed", "raised", "late", "open", "met", "waived")
_SEALS: Final = {"文": "wen", "国": "guo", "本": "ben"}


@register.filter
def nb(text: object) -> SafeString:
    """Figures stay with their measure words."""
    return words.bound(text)


@register.filter
def wide(locator: str) -> str:
    """三(二)6 → 三（二）6."""
    return locator_shown(locator)


@register.filter
def day(value: date) -> SafeString:
    """2026年11月30日."""
    return words.bound(words.long_day(value))


@register.filter(expects_localtime=True)
def moment(value: datetime) -> SafeString:
    """2026年11月24日8:40, in Asia/Shanghai: the database gives instants in UTC."""
    return words.bound(words.moment(value))


@register.filter
def after(name: str, above: str) -> str:
    """A name without the name of the organisation above in front of it: 第一党小组."""
    return name.removeprefix(above) or name


@register.filter
def weekday(value: date) -> str:
    """星期二."""
    return words.weekday(value)


@register.filter
def distance(days: int) -> SafeString:
    """还有6天."""
    return words.bound(words.distance(days))


@register.simple_tag(takes_context=True)
def on(context: Context, value: date) -> SafeString:
    """11月30日; with its year where it is not the year of the view."""
    return words.bound(words.short_day(value, context["view"].as_of.year))


@register.simple_tag
def mark(status: str, advisory: bool = False) -> SafeString:
    """The shape alone."""
    shape = _SHAPE.get(status, status)
    hollow = "a-" if advisory and shape in _HOLLOW else ""
    return format_html('<svg class="mk" aria-hidden="true"><use href="#{}{}"/></svg>', hollow, shape)


@register.simple_tag
def status(name: str, advisory: bool = False, label: object = "", count: object = "") -> SafeString:
    """Shape and word: 未做, or 未做7 with a count."""
    return format_html(
        '<span class="st {}{}">{}{}{}</span>',
        "adv " if advisory else "", name or "na", mark(name, advisory), label or STATUSES.get(name, "不适用"), count,
    )  # fmt: skip


@register.simple_tag
def seal(origin: str) -> SafeString:
    """Where a number stands: 文、国、本."""
    return format_html('<span class="src {}">{}</span>', _SEALS[origin], origin)


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, *args: object, **extra: object) -> str:
    """The address of a page, with the dates of this one. Keyword arguments become its query, empty ones do not."""
    return address(context.get("here"), name, *args, **extra)


@register.simple_tag(takes_context=True)
def page_link(context: Context, number: int) -> str:
    """The address of the same page with another page number."""
    fields = context["request"].GET.copy()
    fields["page"] = str(number)
    return f"?{fields.urlencode()}"


@register.simple_tag
def tally_words(tally: Tally) -> str:
    """未做2·迟做1·待做11, what is none left out."""
    held = ((name, getattr(tally, name)) for name in _WORST_FIRST)
    return "·".join(f"{STATUSES[name]}{number}" for name, number in held if number)


@register.simple_tag(takes_context=True)
def explain_link(context: Context, line: DutyLine) -> str:
    """The explanation of a duty. A line judged on another day than the page (a closed quarter's structure) says so."""
    here = context["here"]
    if line.as_of != here.view.as_of:
        here = replace(here, as_of=line.as_of.isoformat())
    return address(here, "web:explanation", line.rule, line.bearer_id, line.period)


@register.filter
def span_label(cell: Cell) -> str:
    """6月, 二季度, 全年."""
    return spans.span_label(cell.first, cell.last)


@register.simple_tag(takes_context=True)
def cell_link(context: Context, row: GridRow, cell: Cell) -> str:
    """Where a cell of the year grid leads: to the explanation of its one duty, or to the list of its several."""
    if cell.line is not None:
        return explain_link(context, cell.line)
    found = context["found"]
    when = {"period": cell.period} if cell.period else {"month": f"{found.year}-{cell.first:02}"}
    return address(context["here"], "web:duties", rule=row.rule, organization=found.header.code, **when)


@register.simple_tag(takes_context=True)
def bundle_who(context: Context, bundle: Bundle) -> str:
    """Whose a bundle is, where that is not plain: members by name, a group by its name, nothing for the page's own."""
    header = context["header"]
    line = bundle.line
    if line is not None and line.bearer_kind == "organization":
        return "" if line.bearer_id == header.code else after(line.bearer_name, header.name)
    return "" if bundle.who == bundle.period_label else bundle.who


@register.simple_tag(takes_context=True)
def bundle_link(context: Context, bundle: Bundle) -> str:
    """Where a bundle leads: to the explanation of its one duty, or to the list of its several."""
    return _bundle_link(context, bundle, context["header"].code)


@register.simple_tag(takes_context=True)
def desk_link(context: Context, bundle: Bundle) -> str:
    """The same on a desk, where organisations stand side by side."""
    return _bundle_link(context, bundle, bundle.lines[0].organization)


def _bundle_link(context: Context, bundle: Bundle, code: str) -> str:
    if bundle.line is not None:
        return explain_link(context, bundle.line)
    period = bundle.lines[0].period
    return address(
        context["here"], "web:duties", rule=bundle.rule, organization=code, period=period, status=bundle.status
    )
