"""What is done and taken back again and again is told once."""

from __future__ import annotations

import pytest

from creations import actions as creations
from users import actions
from users.notifications.tasks import drain_events

pytestmark = pytest.mark.django_db


def test_following_forty_times_tells_once(ada, basile):
    for _ in range(40):
        actions.follow(member=basile, followed=ada)
        actions.unfollow(member=basile, followed=ada)
    drain_events()
    assert ada.notifications.count() == 1


def test_liking_forty_times_tells_once_and_another_member_is_news(ada, basile, make_member, creation):
    for _ in range(40):
        creations.like(creation=creation, member=basile)
        drain_events()
        creations.unlike(creation=creation, member=basile)
    creations.like(creation=creation, member=make_member("chloe"))
    drain_events()
    assert sorted(n.event.actor.username for n in ada.notifications.select_related("event__actor")) == [
        "basile",
        "chloe",
    ]


def test_building_and_forking_again_are_mailed_once(ada, basile, creation):
    for _ in range(3):
        creations.delete_build(build=creations.record_build(creation=creation, member=basile), member=basile)
        fork = creations.fork(revision=creation.current, member=basile)
        creations.delete_creation(creation=fork, member=basile)
    drain_events()
    assert ada.notifications.filter(mail_at__isnull=False).count() == ada.notifications.count() == 2


def test_comments_are_news_each_time(ada, basile, creation):
    from blog import actions as blog

    for word in ("One", "Two"):
        blog.comment(author=basile, body=word, subject=creation)
    drain_events()
    assert ada.notifications.count() == 2
