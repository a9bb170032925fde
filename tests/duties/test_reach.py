"""What a reader is shown follows from posts: the own branch, what is below, never a neighbour (decisions, unsaid)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import pytest

from dengxiaming.areas.members.models import Post
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.areas.organs.terms import BRANCHES
from dengxiaming.duties import actions, queries
from dengxiaming.duties.models import Verdict
from dengxiaming.duties.queries import Filter, View
from dengxiaming.ground import clock
from dengxiaming.ground import queries as ground
from dengxiaming.ground.policy import Reader

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city(for_a_module: Callable[[], AbstractContextManager[None]]) -> None:
    with for_a_module(), clock.stopped_at(TODAY):
        actions.load_sample(1, "small")


@pytest.fixture
def tree(city: None) -> Iterator[Tree]:  # noqa: ARG001  要先载入
    with clock.stopped_at(TODAY):
        yield Tree()


def reader(member: str) -> Reader:
    return Reader(member=member, ref="r", roles=frozenset(ground.grants(member, TODAY)))


def holder(kind: str, post: str) -> tuple[str, str]:
    """A member with a post in an organisation of a kind, and no wider one."""
    rows = Post.objects.filter(organization__kind=kind, post=post, until__isnull=True).order_by("pk")
    for row in rows:
        roles = {role for role, _ in ground.grants(row.member.code, TODAY)}
        if kind not in BRANCHES or roles <= {"branch_secretary", "branch_committee", "member", "group_leader"}:
            return row.member.code, row.organization.code
    raise AssertionError(f"样例里没有只任{kind}{post}的人")


def view(member: str) -> View:
    return replace(View.today(), reach=queries.reach_of(reader(member)))


def homes(found: View) -> set[str]:
    """Whose duties any list shows, open and closed, with and without an organisation."""
    listed = {line.organization for line in queries.duties(found, Filter()).lines}
    for code in Tree().nodes:
        listed |= {line.organization for line in queries.duties(found, Filter(organization=code)).lines}
    return listed


def test_a_branch_secretary_sees_the_branch_and_its_groups(tree: Tree) -> None:
    member, branch = holder("branch", "secretary")
    inside = {branch, *tree.children.get(branch, ())}
    assert homes(view(member)) - {""} <= inside  # 空的是本单位自己的任务
    assert branch in homes(view(member))


def test_a_member_sees_no_other_members_duties(tree: Tree) -> None:  # noqa: ARG001  要先载入
    rows = Post.objects.filter(organization__kind="branch", post="secretary", until__isnull=True).order_by("pk")
    branch = rows[0].organization.code
    posts = set(Post.objects.filter(until__isnull=True).values_list("member__code", flat=True))
    people = {one for role, where, one in ground.holders(TODAY) if role == "member" and where == branch}
    member = min(people - posts)
    lines = queries.duties(view(member), Filter(organization=branch)).lines
    others = {line.bearer_id for line in lines if line.bearer_kind in {"member", "pair"}} - {member}
    assert not others
    assert any(line.bearer_kind == "organization" for line in lines)


def test_superiors_see_what_is_over_and_the_bearer_what_is_open(tree: Tree) -> None:
    member, general = holder("general_branch", "secretary")
    below = [code for code in tree.below(general) if tree.nodes[code].kind in BRANCHES]
    found = view(member)
    lines = [line for code in below for line in queries.duties(found, Filter(organization=code)).lines]
    assert lines
    assert not [line for line in lines if line.status in {"open", "upcoming"} and line.bearer_id != member]
    own = queries.duties(found, Filter(organization=general, statuses=("open",))).lines
    assert own


def test_an_officer_counts_the_whole_city_but_nothing_sensitive(tree: Tree) -> None:
    member, _ = holder("work_committee", "secretary")
    found = view(member)
    assert found.reach.organizations is None
    stored = Verdict.objects.filter(sensitive=False, due_on__lt=TODAY).exclude(status__in=("open", "upcoming")).count()
    assert queries.duties(found, Filter()).total == stored
    assert len(queries.places(found)) == len(queries.places(View.today()))
    assert tree.nodes


def test_an_explanation_out_of_reach_is_like_none(tree: Tree) -> None:
    member, branch = holder("branch", "secretary")
    neighbour = next(code for code, node in tree.nodes.items() if node.kind == "branch" and code != branch)
    assert queries.explanation(view(member), "S2-1", branch, "2026Q3").line is not None
    with pytest.raises(LookupError):
        queries.explanation(view(member), "S2-1", neighbour, "2026Q3")


def test_search_and_tree_stay_within_reach(tree: Tree) -> None:  # noqa: ARG001  要先载入
    member, branch = holder("branch", "secretary")
    found = view(member)
    assert {one.code for one in queries.places(found)} == {branch}
    assert {one.code for one in queries.search("支部", found.reach)} <= found.reach.organizations
