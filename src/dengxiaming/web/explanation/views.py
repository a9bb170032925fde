"""判定说明: what was required, what counted, what did not and why, and what would still settle it."""

from django.http import HttpRequest, HttpResponse

from dengxiaming.areas.gatherings import queries as gatherings
from dengxiaming.duties import queries
from dengxiaming.ground.policy import SIGNED_IN
from dengxiaming.web.explanation.looked import looked_at
from dengxiaming.web.explanation.sentence import period_words, verdict_sentence
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.page import NotThere, page, show


@page(SIGNED_IN)
def explanation(request: HttpRequest, here: Here, rule: str, bearer: str, period: str) -> HttpResponse:
    """One duty explained."""
    try:
        found = queries.explanation(here.view, rule, bearer, period)
    except LookupError as error:
        raise NotThere(f"没有 {rule} {bearer} {period} 这一项，或者它不对您开放。从“组织”或“制度”里进去找。") from error
    shown = found.explanation
    said = f"duty:{rule}:{bearer}:{period}"
    label = found.line.period_label if found.line else period_words(period)
    return show(
        request, here, "web/explanation/explanation.html", "organizations", f"{shown.rule.title} {label} 判定说明",
        found=found, shown=shown, period_label=label, verdict=shown.verdict,
        sentence=verdict_sentence(shown, here.view.as_of),
        looked=looked_at(shown.considered), remarks=gatherings.remarks_on([said]).get(said, ()),
        is_advisory=shown.verdict is not None and shown.verdict["force"] == "advisory",
    )  # fmt: skip
