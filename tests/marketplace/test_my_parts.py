"""What members have at home, what they are missing, what they can build."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creations import actions as creating
from creations.models import Creation
from marketplace import building
from marketplace.actions import bring_owned, own, own_parts_of
from marketplace.actions.owning import BadOwned
from marketplace.buildable import index as tables
from marketplace.buildable.found import Found, Order
from marketplace.buildable.index import Index, Row
from marketplace.buildable.search import search
from marketplace.models import BuildableTable, OwnedLot, StockLot
from marketplace.owned import needed_by, share_of

from ..background import work_off

LINE = "1 {colour} {x} 0 0 1 0 0 0 1 0 0 0 1 {part}.dat"


def model(*parts: tuple[str, int]) -> bytes:
    return "\n".join(LINE.format(part=part, colour=colour, x=20 * k) for k, (part, colour) in enumerate(parts)).encode()


def public(owner, title: str, *parts: tuple[str, int]) -> Creation:
    made = creating.create(owner=owner, data=model(*parts), file_name=f"{title}.ldr")
    Creation.objects.filter(pk=made.pk).update(visibility="public", published_at=made.created_at)
    return Creation.objects.get(pk=made.pk)


def by_hand(rows: list[Row], prices: dict[tuple[str, int], int], owned, any_colour: bool) -> list[Found]:
    """The same, counted one by one."""
    have_of: dict[tuple[str, int], int] = defaultdict(int)
    for part, colour, quantity in owned:
        have_of[part, 0 if any_colour else colour] += quantity
    needs: dict[int, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    pieces: dict[int, int] = defaultdict(int)
    for row in rows:
        pieces[row.model] += row.quantity
        if not row.custom:
            needs[row.model][row.part, 0 if any_colour else row.colour] += row.quantity

    def price_of(lot: tuple[str, int]) -> int:
        if not any_colour:
            return prices.get(lot, 0)
        return min((price for (part, _), price in prices.items() if part == lot[0] and price), default=0)

    found = []
    for number, wanted in needs.items():
        missing = {lot: quantity - min(quantity, have_of[lot]) for lot, quantity in wanted.items()}
        have = sum(wanted.values()) - sum(missing.values())
        if have:
            price = sum(quantity * price_of(lot) for lot, quantity in missing.items())
            unsold = sum(quantity for lot, quantity in missing.items() if not price_of(lot))
            unsold += pieces[number] - sum(wanted.values())
            found.append(Found(number, 2 * number, have, pieces[number], price, unsold))
    return found


KEYS = {
    Order.SHARE: lambda one: (-one.share, one.unsold, one.price, -one.model),
    Order.PRICE: lambda one: (one.unsold, one.price, -one.share, -one.model),
}


@pytest.mark.parametrize("block", [1, 3, 1 << 18])
def test_the_table_finds_what_counting_one_by_one_finds(block, monkeypatch):
    monkeypatch.setattr(tables, "BLOCK", block)
    chance = random.Random(block)
    for _ in range(120):
        rows = [
            Row(number, 2 * number, chance.choice("abcdé"), chance.randint(0, 2), chance.randint(1, 9), chance.random() < 0.15)
            for number in range(chance.randint(0, 12))
            for _ in range(chance.randint(1, 6))
        ]  # fmt: skip
        prices = {(part, colour): 10 * chance.randint(0, 3) for part in "abcdé" for colour in range(3)}
        owned = [
            (chance.choice("abcdéz"), chance.randint(0, 3), chance.randint(1, 9)) for _ in range(chance.randint(0, 8))
        ]
        table = Index.read(Index.made(rows, prices).written())
        for any_colour in (False, True):
            expected = by_hand(rows, prices, owned, any_colour)
            for order, key in KEYS.items():
                most = chance.choice([1, 3, 50])
                assert (
                    search(table, owned, any_colour=any_colour, order=order, most=most)
                    == sorted(expected, key=key)[:most]
                )


@pytest.mark.django_db
def test_a_list_by_hand_by_file_and_by_what_was_built(ada, shop):
    tower = public(ada, "Tower", ("3001", 4), ("3001", 4), ("3003", 1))
    own(member=ada, part="3001", colour=4, quantity=1)
    assert (share_of(ada, tower.current).have, share_of(ada, tower.current).pieces) == (1, 3)
    brought = bring_owned(member=ada, data=b"Part,Color,Quantity\n3003,1,5\nnothing,1,1\n", name="mine.csv")
    assert (brought.lots, brought.pieces, len(brought.unknown)) == (1, 5, 1)
    assert [(each.lot.part, each.missing) for each in needed_by(ada, tower.current)] == [("3001", 1), ("3003", 0)]
    own_parts_of(member=ada, revision=tower.current)
    assert set(ada.owned_lots.values_list("part", "colour", "quantity")) == {("3001", 4, 3), ("3003", 1, 6)}
    own_parts_of(member=ada, revision=tower.current, times=-1)
    assert set(ada.owned_lots.values_list("part", "colour", "quantity")) == {("3001", 4, 1), ("3003", 1, 5)}
    bring_owned(member=ada, data=b"Part,Color,Quantity\n3003,1,2\n", name="mine.csv", instead=True)
    assert set(ada.owned_lots.values_list("part", "colour", "quantity")) == {("3003", 1, 2)}
    own(member=ada, part="3003", colour=1, quantity=0)
    assert share_of(ada, tower.current) is None
    with pytest.raises(BadOwned):
        own(member=ada, part="no-such-part", colour=1, quantity=1)
    with pytest.raises(BadOwned):
        bring_owned(member=ada, data=b"Part,Color,Quantity\nnothing,1,2\n", name="mine.csv")


@pytest.mark.django_db
def test_what_can_be_built_is_what_is_public_now(ada, basile, shop, django_capture_on_commit_callbacks):
    StockLot.objects.update_or_create(shop=shop, part="3003", colour=1, defaults={"quantity": 9, "unit_price": 1250})
    tower = public(ada, "Tower", ("3001", 4), ("3001", 4), ("3003", 1))
    bridge = public(ada, "Bridge", ("3001", 4), ("3003", 15), ("3003", 15), ("3003", 15))
    own(member=basile, part="3001", colour=4, quantity=2)

    def found(**asked):
        return [
            (creation.slug, one.have, one.pieces, one.price)
            for creation, one in building.find_buildable(basile, **asked)
        ]

    before = found()
    assert [row[:3] for row in before] == [("tower", 2, 3), ("bridge", 1, 4)], "also before a table was made"
    assert before[0][3] == 1250
    with django_capture_on_commit_callbacks(execute=True):
        assert building.ask_for_table()
        assert {done.state for done in work_off("long")} == {"done"}
    assert found() == before and not building.ask_for_table(), "nothing has changed since"
    assert BuildableTable.objects.get().creations == 2
    own(member=basile, part="3003", colour=4, quantity=3)
    assert [row[:3] for row in found(any_colour=True)] == [("bridge", 4, 4), ("tower", 3, 3)]

    Creation.objects.filter(pk=tower.pk).update(visibility="draft")
    creating.add_revision(
        creation=bridge, member=ada, data=model(("3001", 4), ("3001", 4)), file_name="b.ldr", message=""
    )
    public(ada, "Hut", ("3001", 4))
    assert [row[:3] for row in found()] == [("hut", 1, 1), ("bridge", 2, 2)], "what is newer than the table counts, too"
    first = BuildableTable.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        assert building.ask_for_table()
        work_off("long")
    assert BuildableTable.objects.get().file != first
    assert [row[:3] for row in found()] == [("hut", 1, 1), ("bridge", 2, 2)]


@pytest.mark.django_db
def test_the_pages_say_what_one_has(client, ada, shop):
    public(ada, "Tower", ("3001", 4), ("3001", 4), ("3003", 1))
    client.force_login(ada)
    file = SimpleUploadedFile("mine.csv", b"Part,Color,Quantity\n3001,4,1\n9999xyz,4,1\n")
    shown = client.post(
        "/my-parts/bring/", {"file": file}, follow=True, headers={"accept-language": "fr"}
    ).content.decode()
    assert "1 pièce est arrivée" in shown and "Brique 2 x 4" in shown and "9999xyz" in shown
    assert "Tower" in client.get("/my-parts/build/").content.decode()
    page = client.get("/@ada/tower/my-parts/").content.decode()
    assert "You have 1 of its 3 pieces" in page
    assert client.get("/@ada/tower/my-parts/csv/").content.decode().splitlines()[1].startswith("3001,4,Red,1,")
    client.post("/@ada/tower/my-parts/own/")
    assert "You have all of it" in client.get("/@ada/tower/my-parts/").content.decode()
    client.post("/my-parts/forget/")
    assert not OwnedLot.objects.exists()
