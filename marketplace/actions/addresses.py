"""A member's address book."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from users.errors import NotAllowed
from users.models import Member

from ..models import KeptAddress
from .ordering import Address
from .refusals import TooMuch

#: So many addresses one member keeps.
MOST = 20


def keep_address(*, member: Member, address: Address) -> KeptAddress:
    """Put an address into the book; the first is the default. One that is there stays. Raises TooMuch."""
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        mine = KeptAddress.objects.filter(member=member)
        if mine.count() >= MOST and not mine.filter(**address.parts()).exists():
            raise TooMuch(_("Your book has %(number)d addresses: take one away first.") % {"number": MOST})
        made, _is_new = mine.get_or_create(
            member=member, **address.parts(), defaults={"is_default": not mine.filter(is_default=True).exists()}
        )
    return made


def prefer_address(*, address: KeptAddress, member: Member) -> None:
    """Offer it first from now on. Raises NotAllowed."""
    if address.member_id != member.pk:
        raise NotAllowed
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        KeptAddress.objects.filter(member=member, is_default=True).update(is_default=False)
        KeptAddress.objects.filter(pk=address.pk).update(is_default=True)


def forget_address(*, address: KeptAddress, member: Member) -> None:
    """Take it out of the book; orders keep theirs. Raises NotAllowed."""
    if address.member_id != member.pk:
        raise NotAllowed
    address.delete()
