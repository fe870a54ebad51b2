"""Notification mails, written when they are sent: in the member's language, of what is still wanted and still true."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ..mails.composers import NotWanted, Words
from ..mails.models import Mail
from ..models import Member
from . import registry
from .asking import Skip, skips
from .models import Delivery, MailChoice
from .preferences import unsubscribe_token
from .sentences import Told
from .stories import stories

#: What one mail tells; the rest is on the site.
MOST_STORIES = 30


def compose(mail: Mail) -> Words:
    """The mail of a member's notifications. Raises NotWanted."""
    found = Delivery.objects.filter(mail=mail).order_by("notification")
    deliveries = list(found.select_related("notification__member", "notification__event__actor"))
    if not deliveries:
        raise NotWanted("The notification is gone.")
    member = deliveries[0].notification.member
    wanted = _still_wanted(member, deliveries)
    with override(member.language):
        kinds = {delivery.notification.event.kind for delivery in wanted}
        link = _unsubscribing(member, kinds)
        all_told = [story.told for story in stories(member, [delivery.notification for delivery in reversed(wanted)])]
        told = all_told[:MOST_STORIES]
        ways = {delivery.notification.mail_as for delivery in wanted}
        context = {
            "member": member,
            "told": told,
            "site": settings.SITE_URL,
            "unsubscribe": link,
            "more": len(all_told) - len(told),
        }
        return Words(
            to=_address(member, wanted),
            subject=_subject(all_told, ways),
            text=render_to_string("notifications/mail.txt", context),
            html=render_to_string("notifications/mail.html", context),
            headers=_headers(link),
        )


def _address(member: Member, deliveries: list[Delivery]) -> str:
    """The address that was given for all of it, if there is one; else the member's own."""
    found = set()
    for event in (delivery.notification.event for delivery in deliveries):
        kind = registry.get(event.kind)
        found.add(kind.to(kind.read(event), member) if kind is not None and kind.to is not None else "")
    return (found.pop() if len(found) == 1 else "") or member.email


def _still_wanted(member: Member, deliveries: list[Delivery]) -> list[Delivery]:
    """Those to mail; the others are kept with the reason. Raises NotWanted when none is left."""
    reasons = skips(member, [delivery.notification for delivery in deliveries])
    for delivery, reason in zip(deliveries, reasons, strict=True):
        if delivery.skipped != (reason or ""):
            Delivery.objects.filter(pk=delivery.pk).update(skipped=reason or "")
    wanted = [delivery for delivery, reason in zip(deliveries, reasons, strict=True) if reason is None]
    if not wanted:
        with override("en"):
            told = dict.fromkeys(str(Skip(reason).label) for reason in reasons if reason)
        raise NotWanted(f"Nothing of it is to be told: {', '.join(told)}.")
    return wanted


def _unsubscribing(member: Member, kinds: set[str]) -> str:
    """The address at which the mail's reader has no more of them; empty for what must be told."""
    choosable = sorted(kind for kind in kinds if not registry.is_must(kind))
    if not choosable:
        return ""
    token = unsubscribe_token(member, choosable[0] if len(kinds) == 1 else "")
    return settings.SITE_URL + reverse("unsubscribe", args=[token])


def _headers(link: str) -> dict[str, str]:
    """RFC 2369 and 8058: mail programs show a button, and post to the address when it is pressed."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if link else {}


def _subject(told: list[Told], ways: set[str]) -> str:
    if len(told) == 1:
        return told[0].text
    if MailChoice.WEEKLY in ways:
        return _("Your week on Prosum: %(n)d pieces of news") % {"n": len(told)}
    if MailChoice.DAILY in ways:
        return _("Your day on Prosum: %(n)d pieces of news") % {"n": len(told)}
    others = len(told) - 1
    more = ngettext("%(first)s, and %(n)d more", "%(first)s, and %(n)d more", others)
    return more % {"first": told[0].text, "n": others}
