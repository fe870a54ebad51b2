"""Everything the site holds about a member, as a file they can take away. Apps register what is theirs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from .models import Member
from .notifications.preferences import choices_of
from .notifications.queries import muted_by
from .notifications.subjects import withheld

#: Yields (name in the archive, what to write): a value for JSON, or bytes.
Source = Callable[[Member], Iterable[tuple[str, Any]]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source to every archive; called by an app's `ready()`. Raises ValueError when it is there already."""
    if source in _sources:
        raise ValueError(f"{source.__module__}.{source.__name__} is registered twice.")
    _sources.append(source)


def archive(member: Member) -> bytes:
    """A zip of all registered sources."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for source in _sources:
            for name, value in source(member):
                content = (
                    value
                    if isinstance(value, bytes)
                    else json.dumps(value, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
                )
                bundle.writestr(name, content)
    return out.getvalue()


def account(member: Member) -> Iterable[tuple[str, Any]]:
    """What the users app itself holds: `account.json` and `notifications.json`."""
    yield (
        "account.json",
        {
            "username": member.username,
            "email": member.email,
            "name": member.display_name,
            "about": member.bio,
            "links": member.link_list,
            "language": member.language,
            "joined": member.date_joined,
            "roles": [group.name for group in member.groups.all()],
            "time_zone": member.time_zone,
            "told": {
                name: {"on_the_site": choice.in_app, "by_mail": choice.mail}
                for name, choice in choices_of(member).items()
            },
            "muted": [key for key, _name in muted_by(member)],
            "following": [follow.followed.username for follow in member.following.select_related("followed")],
        },
    )
    told = list(member.notifications.select_related("event").order_by("id"))
    kept_back = withheld(member, [notification.event for notification in told])
    yield (
        "notifications.json",
        [
            {
                "kind": n.event.kind,
                "data": {} if n.event_id in kept_back else n.event.data,
                "at": n.created_at,
                "read": n.read_at,
            }
            for n in told
        ],
    )
