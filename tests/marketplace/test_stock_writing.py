"""Stock files that are written: what is written comes back, whole and exact."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as tree

from hypothesis import given, settings
from hypothesis import strategies as st

from creations.ldraw import colours
from creations.ldraw.numbers import Site, colour_elsewhere, colour_from, part_elsewhere, part_from
from marketplace.stock_files import Change, FileLot, Told, read_stock
from marketplace.stock_files.fields import text
from marketplace.stock_files.writing import as_bricklink_xml, as_bsx, as_csv, as_mass_update, left_out

PARTS = ["3001", "3003", "3023b", "6141", "3068bp08", "973pb0001c01", "32064a"]
PARTS = [part for part in PARTS if part_from(part_elsewhere(part, Site.BRICKLINK) or "", Site.BRICKLINK) == part]
COLOURS = [
    code
    for code in colours.table()
    if (there := colour_elsewhere(code, Site.BRICKLINK)) and colour_from(there, Site.BRICKLINK) == code
]
WORDS = st.text(max_size=50).map(text)
PRICES = st.integers(1, 2_000_000)


@st.composite
def tiers(draw):
    """A price, and tiers that rise in quantity and fall in price."""
    price = draw(PRICES)
    starts = sorted(draw(st.sets(st.integers(2, 10_000), max_size=3)))
    prices = sorted(draw(st.sets(st.integers(0, price - 1), min_size=0, max_size=len(starts))), reverse=True)
    return price, tuple(zip(starts, prices, strict=False))


@st.composite
def lots(draw, base=False):
    price, steps = draw(tiers())
    quantity = draw(st.integers(1, 100_000))
    before = draw(st.dictionaries(st.sampled_from(["quantity", "price"]), PRICES)) if base else None
    if before is not None and draw(st.booleans()):
        before["remarks"] = draw(WORDS)
    return FileLot(
        draw(st.sampled_from(PARTS)), draw(st.sampled_from(COLOURS)), draw(st.sampled_from("NU")), quantity, price,
        draw(st.integers(1, 100)), steps, draw(st.integers(0, 90)), draw(WORDS), draw(WORDS), draw(WORDS),
        draw(st.booleans()), draw(st.booleans()), draw(st.none() | st.integers(1, 100_000)), base=before or None,
    )  # fmt: skip


def numbered(found: list[FileLot]) -> list[FileLot]:
    """With numbers of their own, as no file has one twice."""
    return [replace(lot, lot_id=str(100 + place) if place % 2 else "") for place, lot in enumerate(found)]


LISTS = st.lists(lots(), min_size=1, max_size=4).map(numbered)


@given(LISTS)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_again(stock):
    for write in (as_bricklink_xml, as_csv, as_bsx):
        found = read_stock("".join(write(stock)).encode(), "stock")
        assert found.lots == stock and not found.problems and not found.notes, write.__name__


@given(st.lists(lots(base=True), min_size=1, max_size=4).map(numbered))
@settings(max_examples=40, deadline=None)
def test_brickstores_differences_are_read_again(stock):
    found = read_stock("".join(as_bsx(stock, "EUR", {"3001": "Brick <2 & 4>"})).encode(), "stock")
    assert found.lots == stock and found.currency == "EUR"


@st.composite
def changes(draw):
    price, steps = draw(tiers())
    values = {"price": price, "tiers": steps, "remarks": draw(WORDS), "bulk": draw(st.integers(1, 9)), "retain": True}
    by = draw(st.none() | st.integers(-99, 99))
    if by is None and draw(st.booleans()):
        values["quantity"] = draw(st.integers(0, 99))
    if draw(st.booleans()):
        return Change(delete=True)
    return Change(by=by, values=values)


@given(st.lists(changes(), min_size=1, max_size=4), st.booleans())
@settings(max_examples=40, deadline=None)
def test_changes_are_read_again(drawn, by_part):
    asked = [replace(change, lot_id=str(place)) for place, change in enumerate(drawn, 1)]
    if by_part:
        asked.append(Change(key=("3001", 4, "U"), by=-3))
    found = read_stock("".join(as_mass_update(asked)).encode(), "stock", told=Told("mass-update"))
    assert found.changes == asked and not found.problems and not found.lots


def test_what_has_no_number_elsewhere_is_named_and_does_not_break_the_file():
    odd = FileLot("3001p--x", 4, "N", 3, 100)
    stock = [FileLot("3001", 4, "N", 2, 125), odd]
    assert list(left_out(stock)) == [odd]
    for write in (as_bricklink_xml, as_bsx):
        written = "".join(write(stock))
        assert "no BrickLink number: 3 x 3001p" in written
        assert read_stock(written.encode(), "stock").lots == stock[:1]
    inventory = "".join(as_bricklink_xml(stock))
    assert not inventory.startswith("<?xml") and tree.fromstring(inventory)[0].findtext("PRICE") == "0.0125"
    assert read_stock("".join(as_csv(stock)).encode(), "stock").lots == stock
