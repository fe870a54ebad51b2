"""A catalogue of a few parts, and the people of the stories."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

# A check that is sometimes red says nothing about a change: the gate tries the same examples each time, and
# `make test ARGS=--hypothesis-profile=search` looks for new ones.
hypothesis_settings.register_profile("gate", derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", deadline=None)
hypothesis_settings.load_profile("gate")

#: The parts that the tests build with.
PARTS = (
    "3001",
    "3003",
    "3004",
    "3005",
    "3010",
    "3020",
    "3022",
    "3023",
    "3024",
    "3062b",
    "98138",
    "6141",
    "3626c",
    "3039",
)


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PROSUM_MAILBOX = tmp_path / "mailbox"
    settings.EMAIL_BACKEND = "prosum.mailbox.MailboxBackend"  # pytest-django puts its own in place
    # A picture small enough for a test, made by the same code.
    settings.PROSUM_SHOT = {"width": 64, "height": 48, "samples": 1, "passes": 2}


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _language(settings) -> None:
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)  # a request in French leaves its language to the thread


@pytest.fixture
def root_collection(db):
    """Where the editor's pictures and documents lie; tests that empty all tables take it away."""
    from wagtail.models import Collection

    return Collection.get_first_root_node() or Collection.add_root(name="Root")


@pytest.fixture
def catalog(db) -> None:
    from creations.catalog.importing import import_catalog
    from creations.catalog.models import Part

    if not Part.objects.exists():
        import_catalog(only=PARTS)


@pytest.fixture
def make_member(db):
    from allauth.account.models import EmailAddress

    from users.models import Member

    def make(username: str, *roles: str, **fields):
        from django.contrib.auth.models import Group

        member = Member.objects.create_user(username, f"{username}@example.org", "bricks-and-studs", **fields)
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        for role in roles:
            member.groups.add(Group.objects.get_or_create(name=role)[0])
        return member

    return make


@pytest.fixture
def ada(make_member):
    return make_member("ada")


@pytest.fixture
def basile(make_member):
    return make_member("basile", language="fr")


TOWER = b"0 Tower\r\n0 Author: Tests\r\n" + b"".join(
    b"1 %d 0 %d 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n0 STEP\r\n" % (colour, -24 * k) for k, colour in enumerate((4, 14, 1))
)


@pytest.fixture
def tower() -> bytes:
    """Three bricks, one a step."""
    return TOWER


@pytest.fixture
def creation(ada, catalog):
    """A public creation of Ada's."""
    from creations import actions

    made = actions.create(owner=ada, data=TOWER, file_name="tower.ldr")
    return actions.publish(creation=made, member=ada)


@pytest.fixture
def shop(make_member, catalog):
    """The house shop, which has a hundred of every lot."""
    from creations.catalog.models import Part
    from marketplace.models import ShippingBand, ShippingMethod, Shop, StockLot, Zone

    seller = make_member("soren", "seller")
    shop = Shop.objects.create(owner=seller, name="House", slug="house", is_house=True)
    StockLot.objects.bulk_create(
        StockLot(shop=shop, part=part, colour=colour, quantity=100, unit_price=1000)
        for part in Part.objects.values_list("pk", flat=True)
        for colour in (1, 4, 14, 15)
    )
    letter = ShippingMethod.objects.create(shop=shop, name="Parcel")
    ShippingBand.objects.bulk_create(
        ShippingBand(method=letter, zone=zone, max_grams=30_000, price=490) for zone in Zone.values
    )
    return shop


@pytest.fixture
def address():
    from marketplace.actions.ordering import Address

    return Address("Chloé", "1 rue des Essais", "29200", "Brest", "FR", "chloe@example.org")
