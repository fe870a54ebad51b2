"""Counters agree with what they count, however many act at once and whichever way rows go."""

from __future__ import annotations

import random
import threading

import pytest
from django.apps import apps
from django.db import connections, models

from blog import actions as blog
from blog.models import Comment
from creations import actions
from creations.models import Build, Creation, Like
from users.counters import counters, repair
from users.errors import ActionError
from users.leaving import leave
from users.models import CounterRepair, Member
from users.vanished import as_refusal

#: Numbers that only look like counters: facts of a row that is never changed, and what an import writes as a whole.
NOT_COUNTED = {
    "creations.revision.part_count", "creations.revision.lot_count", "creations.booklet.pages", "marketplace.order.part_count",
    "catalog.part.print_count",
}  # fmt: skip


def wrong() -> dict[str, list[tuple[int, int]]]:
    """Each registered counter that is wrong somewhere, with what it says and what it should say."""
    found = {counter.name: list(counter.wrong().values_list(counter.field, "real")) for counter in counters()}
    return {name: rows for name, rows in found.items() if rows}


def test_every_counter_is_registered():
    ours = ("users", "notifications", "catalog", "creations", "blog", "marketplace", "tokens", "work")
    looking_like_one = {
        f"{field.model._meta.label_lower}.{field.name}"
        for label in ours
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.IntegerField)
        and (field.name.endswith("_count") or field.name in ("reserved", "pages"))
    }
    assert looking_like_one - NOT_COUNTED == {counter.name for counter in counters()}


@pytest.mark.django_db
def test_counters_follow_rows_whichever_way_they_go(creation, ada, basile, make_member):
    chloe = make_member("chloe")
    for member in (basile, chloe):
        actions.like(creation=creation, member=member)
        actions.record_build(creation=creation, member=member)
        actions.publish(creation=actions.fork(revision=creation.current, member=member), member=member)
        blog.comment(author=member, body="Hello", subject=creation)
    creation.refresh_from_db()
    assert (creation.like_count, creation.build_count, creation.fork_count, creation.comment_count) == (2, 2, 2, 2)
    leave(basile)
    Comment.objects.filter(author=None).delete()
    Like.objects.filter(member=chloe).delete()
    connections["default"].cursor().execute("DELETE FROM creations_build")
    Creation.objects.filter(owner=chloe).update(upstream=None)
    creation.refresh_from_db()
    assert (creation.like_count, creation.build_count, creation.fork_count, creation.comment_count) == (0, 0, 0, 1)
    assert wrong() == {}


@pytest.mark.django_db
def test_publishing_an_article_does_not_undo_its_count_of_comments(client, ada, make_member):
    from blog.models import ArticleIndexPage, ArticlePage

    index = ArticleIndexPage.objects.filter(locale__language_code="en").first()
    article = index.add_child(instance=ArticlePage(title="News", slug="news", summary="s", owner=ada))
    draft = article.save_revision()
    blog.comment(author=ada, body="First", subject=article)
    deleted = blog.comment(author=ada, body="Second", subject=article)
    blog.delete_comment(comment=deleted, member=ada)
    draft.publish()
    assert "1 comment<" in " ".join(client.get(article.get_url()).content.decode().split()).replace(" <", "<")


@pytest.mark.django_db
def test_the_nightly_check_repairs_and_reports(creation, caplog):
    from users.tasks import repair_counters

    Creation.objects.filter(pk=creation.pk).update(like_count=7, comment_count=2)
    assert repair_counters() == 2 and repair_counters() == 0 and wrong() == {}
    noted = CounterRepair.objects.values_list("counter", "row", "was", "became")
    assert ("creations.creation.like_count", creation.pk, 7, 0) in noted
    assert "creations.creation.comment_count" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_hundred_actions_of_eight_at_once(creation, ada, tower, make_member):
    members = [make_member(f"member{number}") for number in range(30)]
    second = actions.publish(creation=actions.create(owner=ada, data=tower, file_name="s.ldr"), member=ada)
    start, faults, done = threading.Barrier(8), [], []

    def act(number: int) -> None:
        chance = random.Random(number)
        start.wait()
        for _ in range(25):
            member = Member.objects.filter(pk=chance.choice(members).pk).first() or ada
            on = Creation.objects.select_related("current__creation", "owner").get(
                pk=chance.choice([creation.pk, second.pk])
            )
            try:
                one_of(chance, on, member)
                done.append(on)
            except ActionError:
                pass  # somebody else was faster: what it was about is gone
            except Exception as fault:
                if as_refusal(fault, "POST") is None:
                    faults.append(repr(fault))
        connections.close_all()

    threads = [threading.Thread(target=act, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert faults == []
    assert wrong() == {}
    assert len(done) > 150, "most of it happened"


def one_of(chance: random.Random, on: Creation, member: Member) -> None:
    """One action by chance; the rows it takes away may be taken by others at the same moment."""
    what = chance.choice(
        ["like", "unlike", "build", "unbuild", "say", "unsay", "fork", "unfork", "unpublish", "revise", "leave"]
    )
    if what == "like":
        actions.like(creation=on, member=member)
    elif what == "unlike":
        actions.unlike(creation=on, member=member)
    elif what == "build":
        actions.record_build(creation=on, member=member)
    elif what == "unbuild" and (build := on.builds.order_by("?").first()):
        actions.delete_build(build=build, member=build.member)
    elif what == "say":
        blog.comment(author=member, body="Hello", subject=on)
    elif what == "unsay" and (
        comment := on.comments.filter(deleted_at=None).exclude(author=None).order_by("?").first()
    ):
        blog.delete_comment(comment=comment, member=comment.author)
    elif what == "fork":
        fork = actions.fork(revision=on.current, member=member)
        if chance.random() < 0.7:
            actions.publish(creation=fork, member=member)
    elif what == "unpublish" and (fork := on.forks.order_by("?").first()):
        actions.unpublish(creation=fork, member=fork.owner)
    elif what == "unfork" and (fork := on.forks.order_by("?").first()):
        actions.delete_creation(creation=fork, member=fork.owner)
    elif what == "revise":
        actions.restore(revision=on.revisions.select_related("creation").last(), member=on.owner)
    elif what == "leave" and chance.random() < 0.5 and member != on.owner:
        leave(member)


@pytest.mark.django_db(transaction=True)
def test_a_build_deleted_six_times_at_once_counts_once(creation, basile):
    build = actions.record_build(creation=creation, member=basile)
    start, faults = threading.Barrier(6), []

    def delete() -> None:
        mine = Build.objects.get(pk=build.pk)
        start.wait()
        try:
            actions.delete_build(build=mine, member=basile)
        except Exception as fault:
            faults.append(repr(fault))
        connections.close_all()

    threads = [threading.Thread(target=delete) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    creation.refresh_from_db()
    assert faults == [] and creation.build_count == 0 and wrong() == {} and repair() == []
