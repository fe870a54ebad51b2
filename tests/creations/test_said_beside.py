"""What is not right is said beside its field, not cut, ignored or dropped."""

from __future__ import annotations

import pytest

from creations.models import Revision

pytestmark = pytest.mark.django_db
FIELDS = {"title": "Tower", "licence": "by", "royalty": "none", "royalty_percent": 0, "visibility": "public"}


@pytest.mark.parametrize("tags", [",".join(f"tag{k}" for k in range(9)), "x" * 31])
def test_tags_are_refused_and_not_cut(client, ada, creation, tags):
    client.force_login(ada)
    answer = client.post("/@ada/tower/edit/", {**FIELDS, "tag_names": tags})
    assert answer.status_code == 422 and "tag_names" in answer.context["form"].errors
    assert not creation.tags.exists()


@pytest.mark.parametrize(("royalty", "field"), [("amount", "royalty_amount"), ("percent", "royalty_percent")])
def test_earning_nothing_is_said_as_such(client, ada, creation, royalty, field):
    client.force_login(ada)
    answer = client.post("/@ada/tower/edit/", {**FIELDS, "royalty": royalty, "royalty_amount": "0"})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_a_reason_is_not_cut_and_the_second_moderator_hears_of_the_first(client, creation, make_member):
    client.force_login(make_member("mona", "moderator"))
    assert client.post("/@ada/tower/hide/", {"reason": "x" * 501}).status_code == 400
    assert client.post("/@ada/tower/hide/", {"reason": "Not kind"}).status_code == 302
    client.force_login(make_member("marc", "moderator"))
    second = client.post("/@ada/tower/hide/", {"reason": "Rude"})
    assert second.status_code == 409 and "by mona: Not kind" in second.content.decode()


@pytest.mark.parametrize(
    ("query", "field"),
    [("parts_from=-1", "parts_from"), ("price_to=NaN", "price_to"), ("sort=zzz", "sort"), ("q=" + "x" * 5000, "q")],
)
def test_a_filter_that_makes_no_sense(client, creation, query, field):
    refused = client.get(f"/api/v1/creations/?{query}")
    assert refused.status_code == 400 and list(refused.json()["errors"]) == [field]
    assert client.get(f"/creations/?{query}").content.decode().count("errorlist") == 1


def test_saving_without_a_change_makes_no_revision(client, ada, creation):
    client.force_login(ada)
    client.get("/@ada/tower/studio/document/")
    for _ in range(2):
        told = client.post("/@ada/tower/studio/save/", {"base": "1"}).json()
        assert told == {"revision": 1, "parts": 3, "changed": False}
    assert Revision.objects.filter(creation=creation).count() == 1


def test_revoking_no_token_says_so(client, ada):
    client.force_login(ada)
    answer = client.post("/settings/tokens/revoke/")
    assert answer.status_code == 404 and "Nothing was revoked" in answer.content.decode()


def test_a_payment_that_failed_or_waits_is_told(client, ada, basile, creation, shop, address):
    from marketplace import actions as market

    order = market.place_order(buyer=ada, revision=creation.current, address=address)
    client.force_login(ada)
    for outcome, words in (("delayed", "Your bank is working"), ("fail", "The payment failed and no money was taken")):
        page = market.start_payment(order=order, member=ada)
        client.post(page, {"outcome": outcome}) if outcome == "fail" else market.settle(
            reference=order.payments.get().reference, state="pending"
        )
        assert words in client.get(order.get_absolute_url()).content.decode()
    page = market.start_payment(order=order, member=ada)
    market.cancel_order(order=order, member=ada)
    assert "Pay now" not in client.get(page).content.decode()
    told = client.post(page, {"outcome": "succeed"}, follow=True).content.decode()
    assert "No money was taken" in told
