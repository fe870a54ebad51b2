"""Nobody is called like an address of the site, or like its staff."""

from __future__ import annotations

import re

import pytest

from tests.site.addresses import addresses
from users.models import Role
from users.names import RESERVED


def test_every_address_of_the_site_is_reserved():
    first = {address.strip("/").partition("/")[0].partition(".")[0].casefold() for address in addresses()}
    words = {word for word in first if re.fullmatch(r"[a-z0-9][a-z0-9_-]{2,29}", word)}
    assert words and words - RESERVED == set()
    assert {role.value for role in Role} <= RESERVED


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["admin", "Admin", "admin_", "edit", "new"])
def test_such_a_name_cannot_be_signed_up(client, name):
    fields = {"email": "x@example.org", "username": name, "password1": "bricks-and-studs-6"}
    page = client.post("/account/signup/", fields).content.decode()
    assert "kept for the site itself" in page
