"""A committee post falls vacant: the trigger that asks for a by-election within 90 days (S1-10)."""

from collections.abc import Iterable
from datetime import date

from dengxiaming.areas.members.models import Member, Post, Trigger
from dengxiaming.areas.members.terms import COMMITTEE_POSTS, POSTS
from dengxiaming.ground.codes import new_code
from dengxiaming.journal.actions import Verb

VACANT = "post_vacant"


def fall_vacant(work: Verb, posts: Iterable[str], on: date, note: str = "") -> list[str]:
    """Inside a verb: of these posts the committee posts are vacant from a day on: the triggers' codes. What the note
    does not say is said for it, without why.
    """
    by, found = Member.objects.filter(code=work.by.member).first(), []
    for held in _posts(posts):
        trigger = Trigger.objects.create(
            code=new_code("E"), kind=VACANT, organization=held.organization, on=on, note=note or _words(held),
            raised_by=by, raised_at=work.at,
        )  # fmt: skip
        work.seal("trigger", trigger.code)
        work.touch(held.organization.code)
        found.append(trigger.code)
    return found


def vacant_since(work: Verb, posts: Iterable[str], before: date, on: date, reason: str) -> None:
    """Inside a verb: the posts ended on another day than was said."""
    for held in _posts(posts):
        rows = Trigger.objects.filter(kind=VACANT, organization=held.organization, on=before, note=_words(held))
        for code in list(rows.values_list("code", flat=True)):
            Trigger.objects.filter(code=code).update(on=on)
            work.seal("trigger", code, reason)
        work.touch(held.organization.code)


def _posts(codes: Iterable[str]) -> list[Post]:
    rows = Post.objects.filter(code__in=list(codes), post__in=COMMITTEE_POSTS)
    return list(rows.select_related("organization", "member").order_by("pk"))


def _words(held: Post) -> str:
    return f"{POSTS[held.post]}{held.member}离任"
