"""制度: the document as a living page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from dengxiaming.duties import queries
from dengxiaming.ground.policy import SIGNED_IN
from dengxiaming.law.thresholds import open_points
from dengxiaming.web.kit.here import Here
from dengxiaming.web.kit.links import address
from dengxiaming.web.kit.page import NotThere, page, show
from dengxiaming.web.law import shown, tree


@page(SIGNED_IN)
def contents(request: HttpRequest, here: Here) -> HttpResponse:
    """The whole document: headings, what it leaves open, the nine problems."""
    book = queries.rulebook()
    standings = queries.law_standing(here.view)
    day = here.view.as_of
    held = {rule.id: shown.clause(rule, standings, day) for rule in book.rules.values()}
    return show(
        request, here, "web/law/contents.html", "law", "制度",
        book=book, branches=tree.branches(book), points=open_points(book, day),
        headings=[
            (branch, [(leaf, shown.total(held[name] for name in leaf.rules)) for leaf in branch.leaves])
            for branch in tree.branches(book)
        ],
        problems=[(problem, shown.total(held[name] for name in problem.rules)) for problem in book.problems],
    )  # fmt: skip


@page(SIGNED_IN)
def item(request: HttpRequest, here: Here, slug: str) -> HttpResponse:
    """One heading: each clause under it and how the city stands on it."""
    book = queries.rulebook()
    found = tree.leaf_of(book, slug)
    if found is None:
        raise NotThere(f"制度里没有“{slug}”这一项。从左边的目录里选一项。")
    branch, leaf = found
    standings = queries.law_standing(here.view)
    points = [point for point in open_points(book, here.view.as_of) if set(point.rules_in_force) & set(leaf.rules)]
    return show(
        request, here, "web/law/item.html", "law", leaf.title,
        book=book, branches=tree.branches(book), branch=branch, leaf=leaf, points=points,
        clauses=[shown.clause(book.rules[name], standings, here.view.as_of) for name in leaf.rules],
    )  # fmt: skip


@page(SIGNED_IN)
def problem(request: HttpRequest, here: Here, name: str) -> HttpResponse:
    """One of the nine problems: the clauses it is seen from, together."""
    book = queries.rulebook()
    found = next((held for held in book.problems if held.id == name), None)
    if found is None:
        raise NotThere(f"没有编号是“{name}”的问题。编号是 {book.problems[0].id} 到 {book.problems[-1].id}。")
    standings = queries.law_standing(here.view)
    return show(
        request, here, "web/law/problem.html", "law", found.title,
        book=book, branches=tree.branches(book), problem=found,
        clauses=[shown.clause(book.rules[rule], standings, here.view.as_of) for rule in found.rules],
    )  # fmt: skip


@page(SIGNED_IN)
def clause(request: HttpRequest, here: Here, name: str) -> HttpResponse:  # noqa: ARG001  每个视图都这样被叫
    """A clause by its id alone: on to its place under its heading."""
    book = queries.rulebook()
    rule = book.rules.get(name) or book.rule_of.get(name)
    leaf = tree.leaf_with(book, rule.id) if rule else None
    if rule is None or leaf is None:
        raise NotThere(f"没有编号是“{name}”的条款。编号写成 S2-1 这样，可以在制度的目录里找。")
    return HttpResponseRedirect(f"{address(here, 'web:law-item', leaf.slug)}#{rule.id}")
