"""Whom an event is told: one statement, each person once, by the strongest reason, and nobody who should not hear."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from blog import actions as blog
from creations import actions
from users import actions as users
from users.models import Follow, Member
from users.notifications import preferences, registry
from users.notifications.fan_out import fan_out
from users.notifications.models import Event, Notification, Wish
from users.notifications.tasks import drain_events

from .test_events import example

pytestmark = pytest.mark.django_db


def told(kind: str = "") -> list[str]:
    drain_events()
    found = Notification.objects.filter(event__kind=kind) if kind else Notification.objects.all()
    return sorted(found.values_list("member__username", flat=True))


@pytest.mark.parametrize("kind", registry.names())
def test_the_recipients_of_every_kind_are_a_condition_and_no_list(kind):
    data = registry.get(kind).data
    assert isinstance(registry.get(kind).whom(data(**example(data)), 1), Q)


def test_many_followers_take_as_many_queries_as_few(ada, creation, make_member):
    Event.objects.all().delete()
    counts = []
    for number in (1, 40):
        Follow.objects.all().delete()
        followers = [Member(username=f"f{number}-{k}", email=f"f{number}-{k}@example.org") for k in range(number)]
        Follow.objects.bulk_create(
            [Follow(follower=one, followed=ada) for one in Member.objects.bulk_create(followers)]
        )
        event = Event.objects.create(
            kind="creation.published",
            actor=ada,
            subject=f"creation:{creation.pk}",
            data={"title": "T", "owner": ada.pk, "path": "/"},
        )
        with CaptureQueriesContext(connection) as queries:
            span = fan_out(event)
        assert span.count == number == event.notifications.filter(mail_at__isnull=False).count()
        assert fan_out(event) is None, "told again, it is told to nobody"
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_whoever_is_answered_on_their_own_creation_hears_of_the_answer_whichever_is_told_first(ada, basile, creation):
    first = blog.comment(author=ada, body="Mine", subject=creation)
    for backwards in (False, True):
        Event.objects.all().delete()
        blog.comment(author=basile, body="Yours", subject=creation, parent=first)
        for event in Event.objects.order_by("-pk" if backwards else "pk"):
            fan_out(event)
        assert [one.event.kind for one in ada.notifications.select_related("event")] == ["comment.answered"]


def test_a_stronger_reason_that_comes_late_is_shown_and_not_mailed_again(ada, basile, creation):
    first = blog.comment(author=ada, body="Mine", subject=creation)
    Event.objects.all().delete()
    blog.comment(author=basile, body="Yours", subject=creation, parent=first)
    weak, strong = Event.objects.order_by("pk")
    fan_out(weak)
    ada.notifications.update(mail_at=None)  # its mail was gathered
    fan_out(strong)
    told = ada.notifications.select_related("event").get()
    assert (told.event.kind, told.mail_at) == ("comment.answered", None)


def test_who_muted_the_person_or_the_creation_hears_nothing_and_must_be_told_all_the_same(
    ada, basile, make_member, creation
):
    chloe = make_member("chloe")
    for one in (basile, chloe):
        users.follow(member=one, followed=ada)
    preferences.mute(member=ada, key=f"member:{basile.pk}")
    preferences.mute(member=chloe, key=f"creation:{creation.pk}")
    blog.comment(author=basile, body="Hello", subject=creation)
    assert told() == ["ada", "basile"], "a follow by Chloe, and Basile of what was published"
    assert not ada.notifications.filter(event__actor=basile).exists()
    actions.hide(creation=creation, member=make_member("marin", "moderator"), reason="No")
    preferences.mute(member=ada, key=f"creation:{creation.pk}")
    assert told("creation.hidden") == ["ada"]


def test_each_is_told_where_they_chose(ada, basile, creation):
    def ways(in_app, mail):
        Notification.objects.all().delete()
        Wish.objects.all().delete()
        preferences.choose(member=ada, choices={"creation.forked": preferences.Choice(in_app, mail)})
        Event.objects.filter(kind="creation.forked").delete()
        actions.fork(revision=creation.current, member=basile)
        drain_events()
        return [(one.in_app, one.mail_as, one.mail_at is not None) for one in ada.notifications.all()]

    assert ways(True, "at_once") == [(True, "at_once", True)] and not Wish.objects.exists(), "as usual needs no row"
    assert ways(True, "never") == [(True, "never", False)]
    assert ways(False, "weekly") == [(False, "weekly", True)]
    assert ways(False, "never") == []


def test_closed_accounts_and_those_without_an_address_get_no_mail(ada, basile, creation):
    Member.objects.filter(pk=ada.pk).update(email="")
    actions.fork(revision=creation.current, member=basile)
    drain_events()
    assert ada.notifications.get().mail_at is None
    Member.objects.filter(pk=ada.pk).update(is_active=False)
    blog.comment(author=basile, body="Hello", subject=creation)
    assert told() == ["ada"], "the fork alone"
