"""Members choose what they are told; mails can be ended from where they are read; what many do is one story."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from blog import actions as blog
from creations import actions
from users import actions as users
from users.mails.refusing import stop_address
from users.models import Member
from users.notifications import preferences
from users.notifications.asking import Skip, skips
from users.notifications.gathering import gather
from users.notifications.models import Delivery, Event, MailChoice, Notification, Rhythm
from users.notifications.tasks import drain_events

from ..background import post
from ..site.test_once import Forms

pytestmark = pytest.mark.django_db
PAGE = "/settings/notifications/"


def filled(client, **changes) -> dict[str, str]:
    """The form as it stands on the page, with some changes."""
    page = client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    fields = {"time_zone": "", "digest_hour": "8", "digest_weekday": "1", "quiet_from": "", "quiet_until": ""}
    for name in re.findall(r'name="(mail:[^"]+)"', page):
        fields[name] = "never"
    return {**fields, **changes}


def test_choices_are_saved_shown_again_and_in_the_archive(client, ada):
    client.force_login(ada)
    form = filled(
        client, **{"mail:creation.liked": "weekly", "time_zone": "Asia/Tokyo", "quiet_from": "22", "quiet_until": "7"}
    )
    assert client.post(PAGE, form).status_code == 302
    assert preferences.choices_of(ada)["creation.liked"] == preferences.Choice(False, MailChoice.WEEKLY)
    page = client.get(PAGE).content.decode()
    assert re.search(r'value="weekly" selected', page) and re.search(r'value="Asia/Tokyo" selected', page)
    assert Rhythm.objects.get().quiet_from == 22 and Member.objects.get(pk=ada.pk).time_zone == "Asia/Tokyo"
    for wrong in ({"quiet_until": ""}, {"mail:creation.liked": "hourly"}, {"digest_hour": "24"}, {"time_zone": "Mars"}):
        assert client.post(PAGE, {**form, **wrong}).status_code == 422


def test_what_must_be_told_cannot_be_chosen_away(client, ada):
    client.force_login(ada)
    assert "order.paid" not in client.get(PAGE).content.decode()
    preferences.choose(member=ada, choices={"order.paid": preferences.Choice(False, MailChoice.NEVER)})
    assert not ada.wishes.exists()


@pytest.mark.parametrize("way", ["a mail program", "a person", "a person, from all"])
def test_a_mail_is_ended_by_its_link_and_not_by_looking_at_it(client, ada, basile, creation, way):
    actions.fork(revision=creation.current, member=basile)
    drain_events()
    (mail,) = [one for one in post() if one.to == "ada@example.org"]
    link = re.search(r"https?://\S+/unsubscribe/\S+", mail.text)[0]
    address = "/unsubscribe/" + link.partition("/unsubscribe/")[2]
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "somebody forked a creation of yours" in page and not ada.wishes.exists()
    given = {"a mail program": {"List-Unsubscribe": "One-Click"}, "a person": {}, "a person, from all": {"all": "1"}}[
        way
    ]
    assert client.post(address, given).status_code == 200
    ada.refresh_from_db()
    assert ada.wants_email == (way != "a person, from all")
    assert preferences.choices_of(ada)["creation.forked"] == preferences.Choice(
        True, MailChoice.AT_ONCE if way == "a person, from all" else MailChoice.NEVER
    )
    assert client.get(address[:-3] + "xx/").status_code == 404


def test_what_changed_since_is_asked_again_and_why_it_was_not_mailed_is_kept(ada, basile, make_member, creation):
    """Seven things happen to Ada's creation; before the mails go out each stops being news for its own reason."""
    chloe = make_member("chloe")
    actions.fork(revision=creation.current, member=basile)
    actions.record_build(creation=creation, member=basile, note="Fine")
    actions.record_build(creation=creation, member=chloe, note="Muted")
    gone, stays = (blog.comment(author=basile, body=words, subject=creation) for words in ("Unkind", "Kind"))
    blog.edit_comment(comment=stays, member=basile, body="Kinder")
    drain_events()

    Notification.objects.filter(mail_at__isnull=False).update(mail_at=timezone.now())
    gather()
    preferences.choose(member=ada, choices={"creation.forked": preferences.Choice(True, MailChoice.NEVER)})
    preferences.mute(member=ada, key=f"member:{chloe.pk}")
    Notification.objects.filter(event__kind="creation.built", event__actor=basile).update(read_at=timezone.now())
    blog.delete_comment(comment=gone, member=basile)
    creation.title = "Castle"
    creation.save(update_fields=["title"])
    (mail,) = post()
    assert "Kinder" in mail.text and "Castle" in mail.subject and "Tower" not in mail.text
    assert "Unkind" not in mail.text and "Muted" not in mail.text and "fork" not in mail.text
    why = dict(Delivery.objects.values_list("notification__event__kind", "skipped").exclude(skipped=""))
    assert sorted(Delivery.objects.exclude(skipped="").values_list("skipped", flat=True)) == [
        "muted",
        "read",
        "unwanted",
    ]
    assert why["creation.forked"] == "unwanted"


@pytest.mark.parametrize("reason", [reason for reason in Skip if reason not in {"unwanted", "muted", "read"}])
def test_who_should_not_be_mailed_any_more_is_not(ada, basile, creation, reason):
    """The other reasons are tried together above."""
    event = Event.objects.create(
        kind="creation.published",
        actor=ada,
        subject=f"creation:{creation.pk}",
        data={"title": "Tower", "owner": ada.pk, "path": "/"},
    )
    told = Notification.objects.create(event=event, member=basile, happening=f"event:{event.pk}")
    assert skips(basile, [told]) == [None]
    match reason:
        case Skip.INACTIVE:
            basile.is_active = False
        case Skip.NO_ADDRESS:
            stop_address(basile.email.upper(), "550 No such user")
        case Skip.NO_MAILS:
            basile.wants_email = False
        case Skip.SECRET:
            actions.hide(creation=creation, member=Member.objects.create(is_superuser=True), reason="No")
        case Skip.GONE:
            told.event.subject = "creation:999999999"
    assert skips(basile, [told]) == [reason]


def test_a_deleted_comment_is_gone_from_everywhere_it_was_told(client, ada, basile, creation):
    said = blog.comment(author=basile, body="Unkind words", subject=creation)
    drain_events()
    client.force_login(ada)
    assert "Unkind words" in client.get("/notifications/").content.decode()
    blog.delete_comment(comment=said, member=basile)
    assert "Unkind" not in client.get("/notifications/").content.decode()
    assert not post() and not ada.notifications.filter(event__kind="comment.made").exists()


def test_what_many_do_is_one_story_which_one_click_reads(client, ada, make_member, creation):
    members = [make_member(f"m{k}") for k in range(4)]
    for member in members:
        actions.like(creation=creation, member=member)
        drain_events()
    users.follow(member=members[0], followed=ada)
    drain_events()
    client.force_login(ada)
    page = client.get("/notifications/", headers={"accept-language": "en"}).content.decode()
    assert "m3 and 3 others like Tower" in page and "m0 follows you" in page and page.count("is-unread") == 2
    newest = ada.notifications.filter(event__kind="creation.liked").latest("pk")
    client.get(f"/notifications/{newest.pk}/")
    assert ada.notifications.filter(read_at=None).count() == 1
    page = client.get("/notifications/", headers={"accept-language": "fr"}).content.decode()
    assert "m3 et 3 autres aiment Tower" in page and page.count("is-unread") == 1


def test_muting_from_the_list_is_listed_and_taken_back(client, ada, basile, creation):
    blog.comment(author=basile, body="Hello", subject=creation)
    drain_events()
    client.force_login(ada)
    (offered,) = [
        held for action, held in Forms(client.get("/notifications/").content.decode()).found if "mute" in action
    ]
    assert offered is not None
    for key in (f"member:{basile.pk}", f"creation:{creation.pk}"):
        assert client.post("/notifications/mute/", {"key": key}).status_code == 302
    page = client.get(PAGE).content.decode()
    assert "basile" in page and "Tower" in page
    client.post("/notifications/mute/", {"key": f"member:{basile.pk}", "again": "1"})
    assert list(ada.mutes.values_list("key", flat=True)) == [f"creation:{creation.pk}"]
    for wrong in ("", "member:", f"member:{ada.pk}", "order:1", "member:1\n", "member:" + "9" * 30):
        assert client.post("/notifications/mute/", {"key": wrong}).status_code == 422
