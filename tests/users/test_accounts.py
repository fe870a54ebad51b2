"""Accounts, as their owners use them."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest

from users.models import Follow, Member

from ..background import post

pytestmark = pytest.mark.django_db


def test_sign_up_confirm_and_sign_in(client):
    answer = client.post(
        "/account/signup/", {"email": "new@example.org", "username": "newbie", "password1": "studs-and-tubes"}
    )
    assert answer.status_code == 302
    (mail,) = post()
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.text)
    assert mail.to == "new@example.org" and code
    client.post("/account/confirm-email/", {"code": code.group()})
    client.post("/account/logout/")
    assert client.post("/account/login/", {"login": "newbie", "password": "studs-and-tubes"}).status_code == 302
    assert client.get("/settings/").status_code == 200


def test_account_mails_are_in_the_members_language(client, db):
    client.post(
        "/account/signup/",
        {"email": "n@example.org", "username": "nouveau", "password1": "tenons-et-tubes"},
        headers={"accept-language": "fr"},
    )
    assert Member.objects.get().language == "fr"
    assert "adresse" in post()[0].text.lower()


def test_wrong_passwords_are_slowed_down(client, ada):
    answers = [client.post("/account/login/", {"login": "ada", "password": "wrong"}) for _ in range(12)]
    assert any(answer.status_code == 429 or "too many" in answer.content.decode().lower() for answer in answers)


@pytest.mark.parametrize("name", ["ab", "-x-", "a b c", "<script>", "é" * 5])
def test_names_that_make_no_address_are_refused(client, name, db):
    client.post("/account/signup/", {"email": "n@example.org", "username": name, "password1": "studs-and-tubes"})
    assert not Member.objects.exists()


def test_profile_and_settings(client, ada):
    client.force_login(ada)
    fields = {
        "display_name": "Ada L.",
        "bio": "**Hello**",
        "links": "https://example.org",
        "language": "fr",
        "wants_email": "",
    }
    assert client.post("/settings/", fields).status_code == 302
    page = client.get("/@ada/").content.decode()
    assert "Ada L." in page and "<strong>Hello</strong>" in page and 'href="https://example.org"' in page
    ada.refresh_from_db()
    assert not ada.wants_email and ada.language == "fr"
    bad = client.post("/settings/", {**fields, "links": "javascript:alert(1)", "bio": "kept words"})
    assert bad.status_code == 422 and "kept words" in bad.content.decode()


def test_follow_and_unfollow(client, ada, basile):
    client.force_login(basile)
    client.post("/@ada/follow/", {"follows": ""})
    client.post("/@ada/follow/", {"follows": ""})
    assert Follow.objects.count() == 1
    client.post("/@ada/follow/", {"follows": "1"})
    assert not Follow.objects.exists()
    assert client.post("/@basile/follow/", {}).status_code == 403


def test_export_holds_everything(client, ada, creation):
    client.force_login(ada)
    answer = client.post("/settings/export/")
    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    names = bundle.namelist()
    assert {"account.json", "comments.json", "orders.json", "likes.json", "creations/tower/1.mpd"} <= set(names)
    assert json.loads(bundle.read("account.json"))["email"] == "ada@example.org"


def test_deleting_an_account_keeps_the_shops_orders(client, basile, creation, shop, address):
    from marketplace import actions
    from marketplace.models import Order

    actions.place_order(buyer=basile, revision=creation.current, address=address)
    client.force_login(basile)
    assert client.post("/settings/delete/", {"password": "wrong"}).status_code == 403
    client.post("/settings/delete/", {"password": "bricks-and-studs"})
    assert not Member.objects.filter(username="basile").exists() and Order.objects.get().buyer is None
    assert client.get("/settings/").status_code == 302


def test_second_factor_pages_are_there(client, ada):
    client.force_login(ada)
    assert client.get("/account/mfa/").status_code in (200, 302)


def test_language_from_browser_then_choice(client, db):
    assert '<html lang="fr"' in client.get("/", headers={"accept-language": "fr-BE,fr"}).content.decode()
    client.post("/language/", {"language": "en", "next": "/creations/"})
    assert '<html lang="en"' in client.get("/", headers={"accept-language": "fr"}).content.decode()
    assert client.post("/language/", {"language": "xx", "next": "https://evil.example/"}).url == "/"
