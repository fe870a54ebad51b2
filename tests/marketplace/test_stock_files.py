"""A seller's stock by file: seen before it is done, done without undoing what was sold, taken away again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from creations.ldraw import LDrawError
from marketplace import actions, import_words, staging
from marketplace.actions import importing
from marketplace.actions.importing import BadStockFile
from marketplace.models import Shop, StockImport, StockLot
from marketplace.stock_files import PARTICULARS, Why, read_stock
from tests.background import work_off
from users.errors import NotAllowed

pytestmark = pytest.mark.django_db

FILES = "/shops/stall/stock/files/"


@pytest.fixture
def stall(ada, catalog):
    """Ada's shop with two lots, of one of which three are promised."""
    shop = Shop.objects.create(owner=ada, name="Stall", slug="stall", country="FR")
    StockLot.objects.create(
        shop=shop, part="3001", colour=4, quantity=10, reserved=3, unit_price=500, location="A-1", external_id="7"
    )
    StockLot.objects.create(shop=shop, part="3003", colour=0, condition="U", quantity=5, unit_price=450)
    return shop


def stock(shop: Shop) -> list[tuple]:
    names = ("part", "colour", "condition", "quantity", "unit_price", "location", "external_id")
    return list(StockLot.objects.filter(shop=shop).order_by("pk").values_list(*names))


def bring(shop: Shop, text: str, mode: str = "merge", **more) -> StockImport:
    return actions.bring_stock_file(shop=shop, member=shop.owner, data=text.encode(), name="s", mode=mode, **more)


ITEM = (
    "<ITEM><ITEMTYPE>P</ITEMTYPE><ITEMID>{}</ITEMID><COLOR>5</COLOR><QTY>{}</QTY><PRICE>{}</PRICE><CONDITION>N</CONDITION>"
    "<LOTID>{}</LOTID><REMARKS>{}</REMARKS></ITEM>\n"
)
INVENTORY = (
    f"<INVENTORY>\n{ITEM.format('3001', 12, '0.06', 7, 'x')}{ITEM.format('3004', 4, '0.0125', 8, '')}{{}}</INVENTORY>"
)


def test_a_file_is_seen_before_anything_changes_and_then_applied(client, ada, stall):
    client.force_login(ada)
    before = stock(stall)
    text = INVENTORY.format(ITEM.format("3001old9", 1, "0.1", 9, "") + ITEM.format("3003", -1, "0.1", 10, ""))
    brought = client.post(FILES, {"file": SimpleUploadedFile("my.xml", text.encode()), "mode": "merge"})
    assert brought.status_code == 302 and stock(stall) == before
    page = client.get(brought.url, headers={"Accept-Language": "en"}).content.decode()
    for words in ("4 at 0.0125", "Unknown parts", "Cannot be used", "Apply it to my stock"):
        assert words in page
    changed = " ".join(client.get(brought.url + "?kind=changed").content.decode().split())
    assert "10 → <strong>12</strong>" in changed and "0.050 → <strong>0.060</strong>" in changed
    refused = client.get(brought.url + "?kind=refused", headers={"Accept-Language": "fr"}).content.decode()
    assert "La quantité -1 est négative." in refused and "ITEMTYPE" not in refused
    unknown = client.get(brought.url + "?kind=unknown").content.decode()
    assert 'name="written" value="3001old9"' in unknown and 'value="3001"' in unknown
    client.post(brought.url + "tell/", {"written": "3001old9", "part": "3001"})
    applied = client.post(brought.url + "apply/", follow=True).content.decode()
    assert "Applied on" in applied
    assert stock(stall) == [
        ("3001", 4, "N", 12, 600, "A-1", "7"),
        ("3003", 0, "U", 5, 450, "", ""),
        ("3004", 4, "N", 4, 125, "", "8"),
        ("3001", 4, "N", 1, 1000, "", "9"),
    ]
    assert StockImport.objects.get().packed == b"", "nothing is kept of it but what it did"
    again = bring(stall, text)
    assert again.count("unchanged") == 3 and again.count("new", "changed", "deleted") == 0
    assert again.found["earlier"] and again.parts == {"3001old9": "3001"}, "what was said of numbers is said once"


def test_what_is_sold_between_seeing_and_doing_stays_sold(stall):
    brought = bring(stall, INVENTORY.format(""))  # 10 -> 12
    StockLot.objects.filter(external_id="7").update(quantity=6, reserved=1)
    actions.apply_stock_file(brought=brought, member=stall.owner)
    assert StockLot.objects.get(external_id="7").quantity == 8
    less = bring(stall, "part,colour,quantity,lot id\n3001,4,2,7\n")  # 8 -> 2
    StockLot.objects.filter(external_id="7").update(quantity=7, reserved=5)
    actions.apply_stock_file(brought=less, member=stall.owner)
    assert StockLot.objects.get(external_id="7").quantity == 5, "what is promised meanwhile is kept"


def test_a_delivery_counts_once_and_a_second_one_is_another_file(stall):
    text = "part;colour;quantity;price\n3001;4;5;0,05\n"
    actions.apply_stock_file(brought=bring(stall, text, "add"), member=stall.owner)
    twice = bring(stall, text, "add")
    actions.apply_stock_file(brought=twice, member=stall.owner)
    assert StockLot.objects.get(external_id="7").quantity == 15 and twice.found["earlier"]
    actions.apply_stock_file(brought=bring(stall, text + "\n", "add"), member=stall.owner)
    assert StockLot.objects.get(external_id="7").quantity == 20


def test_lots_go_only_when_that_is_said_and_promised_ones_stay(client, ada, stall):
    client.force_login(ada)
    text = "part,colour,quantity,price\n3005,4,5,0.05\n"
    brought = bring(stall, text, "replace")
    page = client.get(f"{FILES}{brought.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "Take 2 lots away" in page
    client.post(f"{FILES}{brought.pk}/apply/")
    assert len(stock(stall)) == 3
    client.post(f"{FILES}{bring(stall, text, 'replace').pk}/apply/", {"delete": "1"})
    assert [(part, quantity) for part, _, _, quantity, *_ in stock(stall)] == [("3001", 3), ("3005", 5)]
    broken = bring(stall, INVENTORY.format("<ITEM><ITEMID>3").removesuffix("</INVENTORY>"), "replace")
    assert broken.count("deleted") == 0 and broken.found["held_back"]


def test_a_mass_update_deletes_and_moves_by_number(stall):
    update = (
        "<INVENTORY><ITEM><LOTID>7</LOTID><QTY>-2</QTY><SALE>20</SALE><TQ1>5</TQ1><TP1>0.04</TP1><MYWEIGHT>2.32</MYWEIGHT>"
        "<BULK>2</BULK></ITEM><ITEM><LOTID>99</LOTID><DELETE/></ITEM></INVENTORY>"
    )
    brought = bring(stall, update)
    assert brought.count("refused") == 1
    actions.apply_stock_file(brought=brought, member=stall.owner)
    lot = StockLot.objects.get(external_id="7")
    assert (lot.quantity, lot.sale_percent, lot.tiers, lot.grams, lot.bulk) == (8, 20, [(5, 400)], Decimal("2.32"), 2)
    actions.apply_stock_file(
        brought=bring(stall, "<I><ITEM><LOTID>7</LOTID><DELETE/></ITEM></I>"), member=stall.owner, delete=True
    )
    assert StockLot.objects.get(external_id="7").quantity == 3


def test_columns_that_are_not_understood_are_named_once(client, ada, stall):
    client.force_login(ada)
    text = "Was;Ton;Wieviel;Geld\n3005;4;7;0,05\n"
    brought = bring(stall, text)
    page = client.get(f"{FILES}{brought.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert brought.state == "refused" and "some are missing" in page and "<td>Wieviel</td>" in page
    columns = {"column_0": "part", "column_1": "colour", "column_2": "quantity", "column_3": "price", "mode": "merge"}
    client.post(f"{FILES}{brought.pk}/tell/", columns)
    brought.refresh_from_db()
    assert (brought.state, brought.count("new")) == ("staged", 1)
    assert bring(stall, text.replace("3005", "3004")).count("new") == 1, "the next time they are known"
    bare = bring(stall, "7,3005,4,0.05\n")
    named = {"column_0": "quantity", "column_1": "part", "column_2": "colour", "column_3": "price", "no_headings": "on"}
    client.post(f"{FILES}{bare.pk}/tell/", named)
    bare.refresh_from_db()
    assert bare.count("new") == 1


def test_what_is_no_stock_file_is_refused_in_the_readers_language(client, ada, stall, settings):
    client.force_login(ada)
    french = {"headers": {"Accept-Language": "fr"}}
    page = SimpleUploadedFile("my.xml", b"<!DOCTYPE html><html>Log in</html>")
    shown = client.post(FILES, {"file": page, "mode": "merge"}, follow=True, **french).content.decode()
    assert "c’est une page web et non un fichier de stock" in shown
    settings.PROSUM_STOCK_FILE_BYTES = 2**20
    large = SimpleUploadedFile("l.xml", b" " * (2**20 + 1))
    refused = client.post(FILES, {"file": large, "mode": "merge"}, **french)
    assert refused.status_code == 422 and "1 Mo" in refused.content.decode()
    assert client.post(FILES, {"mode": "merge"}).status_code == 422


def test_every_reason_has_its_sentence_in_both_languages():
    assert set(import_words.SENTENCES) == set(Why)
    assert set(import_words.FIELDS) == {*PARTICULARS, "condition", "lot_id"}
    words = [*import_words.SENTENCES.values(), *staging.REFUSALS.values(), *import_words.FIELDS.values()]
    english = [str(one) for one in words]
    with translation.override("fr"):
        french = [str(one) for one in words]
    assert [one for one, other in zip(english, french, strict=True) if one == other and len(one) > 15] == []
    for why in Why:
        assert "{" not in import_words.sentence(why.name, "x", 3)
    for data, reason in ((b"<html>", "this is a web page"), (b"<I/>", "this stock file holds no lots")):
        with pytest.raises(LDrawError) as error:
            read_stock(data, "s")
        assert error.value.reason in staging.REFUSALS and error.value.reason.startswith(reason)


def test_only_who_runs_the_shop_brings_and_applies(stall, basile):
    brought = bring(stall, INVENTORY.format(""))
    for act in (
        lambda: actions.bring_stock_file(shop=stall, member=basile, data=b"x", name="s", mode="merge"),
        lambda: actions.apply_stock_file(brought=brought, member=basile),
        lambda: actions.tell_of_stock_file(brought=brought, member=basile),
        lambda: actions.put_away_stock_file(brought=brought, member=basile),
    ):
        with pytest.raises(NotAllowed):
            act()
    actions.apply_stock_file(brought=brought, member=stall.owner)
    for again in (actions.apply_stock_file, actions.tell_of_stock_file):
        with pytest.raises(BadStockFile):
            again(brought=brought, member=stall.owner)


def test_what_does_not_fit_any_more_changes_nothing(stall):
    brought = bring(stall, INVENTORY.format(""))
    StockLot.objects.create(shop=stall, part="3005", colour=4, quantity=1, unit_price=1, external_id="8")
    before = stock(stall)
    with pytest.raises(BadStockFile, match="changed meanwhile"):
        actions.apply_stock_file(brought=brought, member=stall.owner)
    assert stock(stall) == before
    compared = actions.tell_of_stock_file(brought=brought, member=stall.owner)
    assert compared.count("refused") == 1 and compared.count("changed") == 1


def test_a_large_file_is_read_and_applied_in_the_background(client, ada, stall, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(importing, "AT_ONCE_LINES", 1)
    client.force_login(ada)
    brought = bring(stall, INVENTORY.format(""))
    page = client.get(brought.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert brought.is_busy and "is being read" in page and "every 1500ms" in page
    work_off("long")
    asked = client.get(brought.get_absolute_url(), headers={"HX-Request": "true"})
    assert asked["HX-Refresh"] == "true"
    client.post(brought.get_absolute_url() + "apply/")
    assert stock(stall)[0][3] == 10
    work_off("long")
    brought.refresh_from_db()
    assert (brought.state, stock(stall)[0][3]) == ("applied", 12)


@pytest.mark.parametrize("form", ["bricklink-xml", "bsx", "csv", "mass-update"])
def test_the_stock_is_taken_away_and_comes_back_unchanged(client, ada, stall, form):
    client.force_login(ada)
    StockLot.objects.create(
        shop=stall, part="3005", colour=1, quantity=40, unit_price=350, bulk=5, tier1_from=10, tier1_price=300,
        sale_percent=20, remarks="é & <b>", description="d", stockroom=True, retain=True, grams=Decimal("1.25"),
    )  # fmt: skip
    answer = client.get(f"/shops/stall/stock/as/{form}/")
    text = b"".join(answer.streaming_content).decode()
    assert "attachment" in answer["Content-Disposition"]
    back = bring(stall, text, "merge" if form == "mass-update" else "replace", form=form)
    assert back.state == "staged", back.found
    assert (back.count("unchanged"), sum(back.found["counts"].values())) == (
        (1, 1) if form == "mass-update" else (3, 3)
    )


def test_no_line_is_lost_between_the_pieces_that_are_written(stall, monkeypatch):
    for module in (staging, importing):
        monkeypatch.setattr(module, "_PIECE", 2)
    lots = "".join(f"3005,4,{number},0.05\n" for number in range(1, 10))
    brought = bring(stall, "part,colour,quantity,price\n" + lots)
    assert brought.lines.count() == brought.count("new") == 9
    actions.apply_stock_file(brought=brought, member=stall.owner)
    assert sorted(StockLot.objects.filter(shop=stall, part="3005").values_list("quantity", flat=True)) == [
        *range(1, 10)
    ]


def test_pages_cost_the_same_for_few_lines_and_many(client, ada, stall):
    client.force_login(ada)
    few = bring(stall, "part,colour,quantity,price\n3005,4,5,0.05\n")
    many = bring(stall, "part,colour,quantity,price\n" + "3005,4,5,0.05\n3004,1,5,0.05\n" * 60)
    counts = []
    for brought in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(brought.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]
    first = client.get(many.get_absolute_url())
    assert first.context["after"] and len(first.context["lines"]) == 50
