"""Substitutes: equal moulds and other colours where nobody sees them, proposed, accepted, planned, ordered, packed."""

from __future__ import annotations

import pytest

from creations import actions as creations
from creations.catalog import library
from creations.catalog.models import Part
from creations.ldraw.moulds import Differs, _table
from creations.ldraw.numbers import today
from creations.models import Royalty
from creations.models.making import UNSEEN
from marketplace import actions
from marketplace.actions.shops import Terms
from marketplace.basket_plans import wanted_in
from marketplace.models import Basket, BasketPlan, BasketSubstitute, OrderLine, StockLot, TrustedShop
from marketplace.substitute_words import reason
from marketplace.substitutes import Why, instead_of, substituted
from tests.background import draw, work_off
from tests.creations.test_unseen import core


@pytest.fixture
def catalog(catalog):
    """One part more: a mould that another may stand in for."""
    name, category = library.described("3062a")
    Part.objects.create(id="3062a", name=name, category=category)


ENGLISH = {"Accept-Language": "en"}


def page(client, address: str = "/basket/") -> str:
    return " ".join(client.get(address, headers=ENGLISH).content.decode().split())


def wanted() -> dict[tuple[str, int], int]:
    return {(lot.part, lot.colour): lot.quantity for lot in wanted_in(Basket.objects.get())}


def test_moulds_are_todays_parts_of_one_size_and_each_difference_has_words():
    sizes = library.bounds()
    for part, found in _table().items():
        for mould in found:
            for number in (part, mould.part):
                assert today(number) == number and library.has_mesh(number), number
            differences = [abs(a - b) for a, b in zip(sizes[part], sizes[mould.part], strict=True)]
            # A clip and a handle may reach out further; the body is of one size.
            assert sum(far > 1.5 for far in differences) <= 2, (part, mould.part)
    assert all(reason(f"mould:{differs}") for differs in Differs)
    assert all(reason(why) for why in Why if why != Why.MOULD)


def test_substitutes_never_stand_in_for_more_than_is_wanted():
    def said(part: str, to_part: str, quantity: int, accepted: bool = True) -> BasketSubstitute:
        return BasketSubstitute(part=part, colour=4, to_part=to_part, to_colour=4, quantity=quantity, accepted=accepted)

    decisions = [said("a", "b", 3), said("c", "b", 9), said("d", "e", 1), said("f", "g", 2, accepted=False)]
    left, stands = substituted({("a", 4): 5, ("b", 4): 2, ("c", 4): 4, ("f", 4): 2}, decisions)
    assert left == {("a", 4): 2, ("b", 4): 9, ("f", 4): 2}
    assert stands == {("b", 4): [("a", 4, 3), ("c", 4, 4)]}
    lines = [(("b", 4), 4), (("a", 4), 2), (("b", 4), 4)]
    assert instead_of(stands, left, lines) == [[["a", 4, 2]], [], [["a", 4, 1], ["c", 4, 3]]], (
        "its own two pieces first"
    )


def test_a_line_that_is_divided_says_on_both_sides_what_it_stands_in_for():
    line = OrderLine(quantity=9, instead_of=[["a", 4, 3], ["c", 4, 4]])
    assert line.instead_of_first(1) == ([], [["a", 4, 3], ["c", 4, 4]])
    assert line.instead_of_first(4) == ([["a", 4, 2]], [["a", 4, 1], ["c", 4, 4]])
    assert line.instead_of_first(9) == ([["a", 4, 3], ["c", 4, 4]], [])


@pytest.mark.django_db
def test_a_model_is_ordered_with_substitutes_that_its_buyer_accepted(client, ada, basile, shop):
    made = creations.publish(creation=creations.create(owner=ada, data=core(), file_name="core.ldr"), member=ada)
    draw(UNSEEN, made.current)
    creations.update(creation=made, member=ada, royalty=Royalty.PERCENT, royalty_percent=10)
    StockLot.objects.filter(shop=shop, part="3005", colour=4).delete()
    StockLot.objects.filter(shop=shop, part="3062a").delete()
    for part, price in (("11212", 100), ("3062b", 300)):
        StockLot.objects.filter(shop=shop, part=part).delete()
        StockLot.objects.create(shop=shop, part=part, colour=1, quantity=50, unit_price=price, location="C 3")
    StockLot.objects.update_or_create(
        shop=shop, part="3005", colour=15, defaults={"quantity": 60, "unit_price": 100, "reserved": 0}
    )
    StockLot.objects.update_or_create(shop=shop, part="3005", colour=1, defaults={"quantity": 60, "unit_price": 900})
    client.force_login(basile)
    client.post(f"{made.get_absolute_url()}revisions/1/basket/", {"times": "2"})
    client.post("/basket/lots/", {"part": "3062a", "colour": "1", "quantity": "4"})
    work_off("plans")
    plan = BasketPlan.objects.get()
    found = {(one["part"], one["to_part"], one["to_colour"]): one for one in plan.proposals}
    assert set(found) == {("3005", "3005", 15), ("3062a", "3062b", 1)}, "the cheapest colour, the equal mould"
    assert found["3005", "3005", 15]["quantity"] == 2 and found["3062a", "3062b", 1]["cost"] == 12
    shown = page(client)
    for words in (
        "2 substitutes would help",
        "nobody sees it from outside",
        "its studs are hollow",
        "About €0.12 more.",
    ):
        assert words.lower() in shown.lower(), words
    assert client.post("/basket/substitutes/", {"accept": "0", "asked": "older"}).status_code == 409
    client.post("/basket/substitutes/", {"refuse": "all", "asked": plan.asked})
    work_off("plans")
    plan.refresh_from_db()
    assert plan.proposals == [] and wanted()["3005", 4] == 2, "what is refused is neither taken nor proposed again"
    for one in BasketSubstitute.objects.all():
        client.post("/basket/substitutes/", {"back": one.pk})
    work_off("plans")
    plan.refresh_from_db()
    client.post("/basket/substitutes/", {"accept": "all", "asked": plan.asked})
    work_off("plans")
    assert wanted() == {("11212", 1): 4, ("3005", 1): 16, ("3005", 15): 2, ("3062b", 1): 4}
    assert "in no shop" not in page(client)

    address = {
        "name": "B", "street": "1 rue", "postcode": "29200", "city": "Brest", "country": "FR", "email": "b@example.org"
    }  # fmt: skip
    review = client.post("/basket/order/", address, headers=ENGLISH)
    total = review.context["made"].total
    paying = client.post("/basket/order/", {**address, "agreed": str(total)})
    client.post(paying.url, {"answer": "pay"})
    lines = {(line.part, line.colour): line for line in OrderLine.objects.select_related("parcel__order")}
    assert lines["3005", 15].instead_of == [["3005", 4, 2]] and lines["11212", 1].instead_of == []
    order = lines["3005", 15].parcel.order
    assert order.royalty == 16, "a tenth of 75 cents for each, the substitute counted for what it replaces"
    assert "2 of them instead of Brick 1 x 1" in page(client, order.get_absolute_url())
    client.force_login(shop.owner)
    assert "4 of them instead of Brick 1 x 1 Round with Solid Stud" in page(
        client, f"/shop/parcels/{order.parcels.get().pk}/"
    )
    assert not Basket.objects.get().decisions.exists(), "the next basket begins without them"


@pytest.mark.django_db
def test_what_is_much_dearer_has_a_substitute_too_and_none_are_proposed_to_who_wants_none(client, basile, shop):
    for part, price in (("3062a", 40_000), ("3062b", 1_000)):
        StockLot.objects.filter(shop=shop, part=part).delete()
        StockLot.objects.create(shop=shop, part=part, colour=1, quantity=9, unit_price=price)
    client.force_login(basile)
    basket = actions.baskets.new_basket(basile)
    actions.add_lots(basket=basket, lots=[("3062a", 1, 2)])
    work_off("plans")
    (one,) = BasketPlan.objects.get().proposals
    assert (one["to_part"], one["instead_of"] - one["cost"]) == ("3062b", 780)
    assert "Saves about €7.80." in page(client)
    client.post("/basket/options/", {"country": "FR", "used": "on"})
    work_off("plans")
    assert BasketPlan.objects.get().proposals == [] and "would help" not in page(client)


@pytest.mark.django_db
def test_a_basket_may_come_from_trusted_shops_alone(client, ada, basile, shop):
    stall = actions.open_shop(member=ada, terms=Terms(name="Stall", country="FR", language="fr"))
    StockLot.objects.create(shop=stall, part="3001", colour=4, quantity=9, unit_price=9000)
    client.force_login(basile)
    assert "Trust this shop" in page(client, "/shops/stall/")
    client.post("/shops/stall/trust/", {"trusted": "1"})
    assert "You trust this shop" in page(client, "/shops/stall/") and TrustedShop.objects.count() == 1
    client.post("/basket/lots/", {"part": "3001", "colour": "4", "quantity": "3"})
    client.post("/basket/options/", {"country": "FR", "used": "on", "trusted_only": "on"})
    work_off("plans")
    assert [parcel["shop"] for parcel in BasketPlan.objects.get().parcels] == [stall.pk], "though the other is cheaper"
    client.post("/shops/stall/trust/", {"trusted": "0"})
    client.post("/basket/again/")
    work_off("plans")
    assert BasketPlan.objects.get().parcels == []


@pytest.mark.django_db
def test_of_what_its_designer_marked_any_colour_is_proposed(client, ada, basile, creation, shop):
    red = creation.current.lots.get(colour=4)
    client.force_login(ada)
    client.post("/@ada/tower/any-colour/", {"lot": [red.pk, "0", "x"]})
    assert f'value="{red.pk}" checked' in page(client, "/@ada/tower/any-colour/")
    creation.refresh_from_db()
    assert creation.any_colour == [["3001", 4]]
    assert creations.fork(revision=creation.current, member=basile).any_colour == [["3001", 4]]
    StockLot.objects.filter(shop=shop, part="3001", colour=4).delete()
    client.force_login(basile)
    client.post("/@ada/tower/revisions/1/basket/", {"times": "3"})
    work_off("plans")
    (one,) = BasketPlan.objects.get().proposals
    assert (one["part"], one["colour"], one["to_colour"], one["quantity"]) == ("3001", 4, 1, 3)
    assert "Its designer says that any colour will do." in page(client)
    client.force_login(ada)
    client.post("/@ada/tower/any-colour/")
    creation.refresh_from_db()
    assert creation.any_colour == []
