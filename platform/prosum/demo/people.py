"""The demo's members. They are made up, and say so on their pages."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from users.models import Member, Role

from ..kept import kept_secret
from ..paths import VAR

#: What everybody knows; good enough where only this machine can sign in.
PASSWORD = "bricks-and-studs"
_KEPT = "demo-password"
MADE_UP = {"en": "(A made-up member of the demo.)", "fr": "(Un membre inventé de la démonstration.)"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo, in words."""

    username: str
    name: str
    language: str
    bio: str
    role: Role | None = None
    what: str = "designer"


PEOPLE = (
    Person("ada", "Ada", "en", "I design what I would have wanted at eight: bases, rovers, rockets."),
    Person("basile", "Basile", "fr", "Phares, bateaux, et tout ce qui sent le sel."),
    Person("chloe", "Chloé", "fr", "Je construis les soirs de pluie. Il pleut souvent.", what="designer and buyer"),
    Person("eloise", "Éloïse", "fr", "J’écris les articles de la maison.", Role.EDITOR, "editor"),
    Person("marin", "Marin", "en", "I keep it kind here.", Role.MODERATOR, "moderator"),
    Person("soren", "Søren", "en", "I run the house shop: sorted by colour, packed by hand.", Role.SELLER, "seller"),
    Person("lucie", "Lucie", "fr", "Je trie des briques au bout du monde, c’est-à-dire à Brest.", what="seller"),
    Person("greta", "Greta", "en", "Bricks and plates from Dresden.", what="seller"),
    Person("jonas", "Jonas", "en", "Small parts, rare colours, long evenings.", what="seller"),
    Person("pieter", "Pieter", "en", "Plates, tiles, and whatever else is flat.", what="seller"),
    Person("noor", "Noor", "fr", "Je donne une deuxième vie aux briques.", what="seller"),
)
LOGINS = {person.username: person.what for person in PEOPLE}


def password() -> str:
    """What the demo's members sign in with on this site: one of its own once it was open to a network."""
    return kept_secret(_KEPT) if (VAR / _KEPT).exists() else PASSWORD


def replace_known_password() -> None:
    """Before a network can reach the site: give those members who still have the known password one that is not."""
    if (VAR / _KEPT).exists():
        return
    replacement = kept_secret(_KEPT, bytes_of_chance=9)
    for member in Member.objects.filter(username__in=LOGINS):
        if member.check_password(PASSWORD):
            member.set_password(replacement)
            member.save(update_fields=["password"])


def make_people() -> dict[str, Member]:
    """The demo's members by user name, with confirmed addresses."""
    found = {}
    for person in PEOPLE:
        member, made = Member.objects.get_or_create(
            username=person.username,
            defaults={
                "email": f"{person.username}@example.org",
                "display_name": person.name,
                "language": person.language,
                "bio": f"{person.bio}\n\n{MADE_UP[person.language]}",
            },
        )
        if made:
            member.set_password(password())
            member.save(update_fields=["password"])
            EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        if person.role:
            member.groups.add(Group.objects.get(name=person.role.value))
        found[person.username] = member
    return found
