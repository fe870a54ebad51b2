"""Stock files of shops, as they come: what is read of them, under which line, and what is said of the rest."""

from __future__ import annotations

import argparse
import json
from itertools import pairwise

import pytest

from creations.catalog import library
from creations.ldraw import LDrawError
from creations.ldraw.numbers import Site
from marketplace.stock_files import Change, FileLot, StockFile, Told, Why, read_stock
from marketplace.stock_files.figures import POINT, Notation, notation_of, price, quantity
from marketplace.stock_files.problems import BadField
from marketplace.stock_files.proposals import Proposals
from prosum import stock as command


def read(text: str | bytes, told: Told | None = None) -> StockFile:
    data = text if isinstance(text, bytes) else text.encode()
    names = library.names()
    return read_stock(data, "stock", names.__contains__, told, propose=Proposals(names).of)


def item(*fields: str, part: str = "3001", colour: str = "5", quantity: str = "7", kind: str = "P") -> str:
    named = {"ITEMTYPE": kind, "ITEMID": part, "COLOR": colour, "QTY": quantity}
    first = "".join(f"<{tag}>{value}</{tag}>" for tag, value in named.items() if value)
    return f"<ITEM>{first}<PRICE>0.05</PRICE>{''.join(fields)}</ITEM>"


def inventory(*items: str) -> str:
    return "<INVENTORY>\n" + "\n".join(items) + "\n</INVENTORY>"


def whys(found: StockFile) -> list[tuple[int, Why]]:
    return [(problem.line, problem.why) for problem in found.problems]


RED = FileLot("3001", 4, "N", 7, 500)


def test_an_inventory_of_bricklinks_is_read_with_all_it_says():
    more = (
        "<CONDITION>U</CONDITION><BULK>10</BULK><SALE>20</SALE><TQ1>50</TQ1><TP1>0.0325</TP1><TQ2>100</TQ2>"
        "<TP2>.03</TP2><TQ3>0</TQ3><TP3>0</TP3><REMARKS>A-1</REMARKS><DESCRIPTION>fine &amp; <b>clean</b></DESCRIPTION>"
        "<LOTID>101</LOTID><STOCKROOM>Y</STOCKROOM><RETAIN>Y</RETAIN><MYWEIGHT>2.3200</MYWEIGHT>"
        "<BASECURRENCYCODE>EUR</BASECURRENCYCODE>"
    )
    found = read(inventory(item(more), item()))
    assert found.lots == [
        FileLot(
            "3001", 4, "U", 7, 500, 10, ((50, 325), (100, 300)), 20, "A-1", "", "fine & clean", True, True, 232, "101"
        ),
        RED,
    ]
    assert [lot.line for lot in found.lots] == [2, 3] and found.currency == "EUR" and not found.problems
    assert found.lots[1].given == {"price"}, "what the file does not tell is not to be changed"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (item(kind="S", part="6080-1"), Why.NO_PART),
        (item(part="3001pb9999"), Why.PART_UNKNOWN),
        (item(part=""), Why.PART_MISSING),
        (item(colour=""), Why.COLOUR_MISSING),
        (item(colour="0"), Why.COLOUR_ANY),
        (item(colour="9999"), Why.COLOUR_ANY),
        (item(colour="777"), Why.COLOUR_UNKNOWN),
        (item(quantity=""), Why.QUANTITY_MISSING),
        (item(quantity="-4"), Why.QUANTITY_NEGATIVE),
        (item("<LOTID>1</LOTID>", quantity="-4"), Why.QUANTITY_NEGATIVE),
        (item(quantity="1.5"), Why.QUANTITY),
        (item(quantity="9" * 4400), Why.QUANTITY),
        (item().replace("0.05", "-0.05"), Why.PRICE_NEGATIVE),
        (item().replace("0.05", "free"), Why.PRICE),
        (item().replace("0.05", "1e-3"), Why.PRICE),
        (item().replace("0.05", "Infinity"), Why.PRICE),
        (item("<CONDITION>X</CONDITION>"), Why.CONDITION),
        (item("<SALE>95</SALE>"), Why.SALE),
        (item("<BULK>few</BULK>"), Why.BULK),
        (item("<TQ1>10</TQ1><TP1>0.06</TP1>"), Why.TIERS),
        (item("<TQ1>10</TQ1><TP1>0.04</TP1><TQ2>5</TQ2><TP2>0.03</TP2>"), Why.TIERS),
        (item("<TQ1>10</TQ1>"), Why.TIERS),
        (item("<MYWEIGHT>heavy</MYWEIGHT>"), Why.WEIGHT),
        (item("<LOTID>1 or 2</LOTID>"), Why.LOT_ID),
    ],
)
def test_what_is_no_lot_is_a_problem_with_its_line_and_the_others_are_read(entry, why):
    found = read(inventory(item(), entry, item(part="3003")))
    assert whys(found) == [(3, why)]
    assert [lot.part for lot in found.lots] == ["3001", "3003"]
    assert found.problems[0].text and "{" not in found.problems[0].text


def test_a_number_that_no_part_has_brings_proposals():
    unknown = "<Item><ItemID>3001old9</ItemID><ItemTypeID>P</ItemTypeID><ColorID>5</ColorID><Qty>1</Qty></Item>"
    named = unknown.replace("3001old9", "9x9x9").replace("<Qty>", "<ItemName>Brick 2 x 4</ItemName><Qty>")
    found = read(f"<BrickStoreXML><Inventory>{unknown}{named}</Inventory></BrickStoreXML>")
    assert [problem.proposals[0] for problem in found.problems] == ["3001", "3001"]
    assert "perhaps 3001" in found.problems[0].text


def test_a_mass_update_changes_lots_by_their_number():
    found = read(
        inventory(
            "<ITEM><LOTID>1</LOTID><QTY>+5</QTY></ITEM>",
            "<ITEM><LOTID>2</LOTID><QTY>-3</QTY><PRICE>0.07</PRICE></ITEM>",
            "<ITEM><LOTID>3</LOTID><DELETE/></ITEM>",
            "<ITEM><LOTID>4</LOTID><QTY>9</QTY><REMARKS></REMARKS><TQ1>5</TQ1><TP1>0.01</TP1></ITEM>",
            item("<LOTID>5</LOTID>", quantity="-2"),
            "<ITEM><DELETE>Y</DELETE></ITEM>",
            "<ITEM><LOTID>6</LOTID><QTY>+many</QTY></ITEM>",
        )
    )
    assert found.changes == [
        Change("1", by=5),
        Change("2", by=-3, values={"price": 700}),
        Change("3", delete=True),
        Change("4", values={"remarks": "", "tiers": ((5, 100),), "quantity": 9}),
        Change("5", by=-2, values={"price": 500}),
    ]
    assert (found.form, found.lots) == ("mass-update", [])
    assert whys(found) == [(7, Why.LOT_ID), (8, Why.QUANTITY)]
    (change,) = read(inventory("<ITEM><LOTID>2</LOTID><QTY>-3</QTY></ITEM>")).changes
    assert change.by == -3, "only deltas, and not one of them says +"


BSX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE {root}>
<{root}>
 <Inventory Currency="EUR" BrickLinkChangelogId="7">
  <Item>
   <ItemID>3001</ItemID><ItemTypeID>P</ItemTypeID><ColorID>5</ColorID><ItemName>Brick 2 x 4</ItemName>
   <Status>I</Status><Qty>7</Qty><Price>0.050</Price><Condition>N</Condition><Comments>c</Comments><Retain/><Stockroom>A</Stockroom>
   <TotalWeight>16.2400</TotalWeight><LotID>9</LotID><DifferenceBaseValues Qty="5" Price="0.040"/>
  </Item>
  <Item><ItemID>3001</ItemID><ItemTypeID>P</ItemTypeID><ColorID>5</ColorID><Status>X</Status><Qty>1</Qty></Item>
  <Item><ItemID>3003</ItemID><ItemTypeID>P</ItemTypeID><ColorID>5</ColorID><Status>E</Status><Qty>2</Qty><OrigQty>3</OrigQty></Item>
  <Item><ItemID>sw0001</ItemID><ItemTypeID>M</ItemTypeID><ColorID>0</ColorID><Status>I</Status><Qty>1</Qty></Item>
 </Inventory>
 <GuiState Application="BrickStore" Version="2"><ColumnLayout Compressed="1"><![CDATA[AAAA]]></ColumnLayout></GuiState>
</{root}>"""


@pytest.mark.parametrize("root", ["BrickStoreXML", "BrickStockXML"])
def test_a_file_of_brickstores_is_read_with_what_was_different_before(root):
    found = read(BSX.format(root=root))
    red, extra = found.lots
    assert (red.part, red.centigrams, red.retain, red.stockroom, red.description) == ("3001", 232, True, True, "c")
    assert (red.base, extra.base) == ({"quantity": 5, "price": 400}, {"quantity": 3})
    assert (red.line, extra.line, extra.quantity, extra.condition) == (5, 11, 2, "N")
    assert (found.form, found.differences, found.excluded, found.currency) == ("bsx", True, 1, "EUR")
    assert whys(found) == [(12, Why.NO_PART)]


GERMAN = "Teil;Farbe;Anzahl;Preis;Zustand;Lagerort"
TABLES = {
    "German": (GERMAN, "3001;Rot;7;0,05;neu;"),
    "English": ("Part,Color,Qty,Price,Condition,Location", "3001,Red,7,0.05,New,"),
    "French": ("Pièce;Couleur;Quantité;Prix;État;Emplacement", "3001;Rouge;7;0,05 €;neuf;"),
    "Spanish": ("Pieza;Color;Cantidad;Precio;Condición;Ubicación", "3001;4;7;€ 0,05;nuevo;"),
    "Italian": ("Pezzo\tColore\tQuantità\tPrezzo\tCondizione\tPosizione", "3001\t4\t7\t0,05\tnuovo\t"),
    "Dutch": ("Onderdeel|Kleur|Aantal|Prijs|Conditie|Locatie", "3001|4|7|EUR 0,05|nieuw|"),
    "of BrickLink's": ("Lot ID\tType\tItem No\tColor ID\tQty\tPrice\tCondition", "\tP\t3001\t5\t7\t0.05\tN"),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", TABLES)
def test_a_table_is_read_in_its_language_delimiter_and_encoding(language, encoding):
    head, row = TABLES[language]
    text = f"{head}\r\n\r\n{row}\r\n".replace("€", "EUR" if encoding == "cp1252" else "€")
    found = read(text.encode(encoding))
    assert (found.lots, found.problems) == ([RED], []) and found.lots[0].line == 3


def test_rows_of_a_table_know_their_lines_and_what_is_wrong_its_cell():
    rows = [
        '3001;Rot;"1.200";0,05;neu;"Fach 3; ""links""\r\nunten"',
        "",
        "3003;Schwarz;5;0,045;gebraucht;=1+1",
        "3004;Blau;-2;0,10;neu;",
        "3005;Blau;2;zehn;neu;",
        "3005;beliebig;2;1.234,50;neu;",
        "3005;16;2;0,10;neu;",
        "3005;Blau;2;0,10;kaputt;",
        "3005;Blau;2;0,10;;'-5",
    ]
    found = read("\r\n".join([GERMAN, *rows]))
    assert [(lot.part, lot.quantity, lot.price, lot.location, lot.line) for lot in found.lots] == [
        ("3001", 1200, 500, 'Fach 3; "links" unten', 2),
        ("3003", 5, 450, "=1+1", 5),
        ("3005", 2, 1000, "-5", 11),
    ]
    assert [(problem.line, problem.why, problem.column) for problem in found.problems] == [
        (6, Why.QUANTITY_NEGATIVE, 3),
        (7, Why.PRICE, 4),
        (8, Why.COLOUR_ANY, 2),
        (9, Why.COLOUR_ANY, 2),
        (10, Why.CONDITION, 5),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Was;Ton;Wieviel\n3001;4;7\n", Told(columns={"was": "part", "Ton": "colour", "Wieviel": "quantity"})),
        ("7,3001,4\n", Told(columns={"#1": "quantity", "#2": "part", "#3": "colour"})),
        ("Menge;Teil;Anzahl;Farbe\n9;3001;7;4\n", Told(columns={"Menge": ""})),
        ("part,colour,quantity\n3001,5,7\n", Told(numbers=Site.BRICKLINK)),
    ],
    ids=["by heading", "without headings", "one of them ignored", "under BrickLink's numbers"],
)
def test_columns_may_be_named_by_who_brings_the_table(text, told):
    (lot,) = read(text, told).lots
    assert (lot.part, lot.colour, lot.quantity, lot.price) == ("3001", 4, 7, None)


def test_a_table_that_breaks_off_is_read_as_far_as_it_goes():
    found = read(f'{GERMAN}\n3001;Rot;7;0,05;neu;\n3003;Rot;7;0,05;neu;"Fach\n3004;Rot;7;0,05;neu;\n')
    assert found.lots == [RED] and not found.whole
    assert [(note.line, note.why) for note in found.notes] == [(3, Why.BROKEN_OFF)]


COMMA, POINTED = Notation(",", True), Notation(".", True)


@pytest.mark.parametrize(
    ("text", "notation", "found"),
    [
        ("0.0125", POINT, 125), ("0.01255", POINT, 126), ("0.012549", POINT, 125), (".1", POINT, 1000), ("5", POINT, 50_000),
        ("0,035", POINT, 350), ("1,234.5", POINT, 12_345_000), ("1,234", POINT, 12_340_000), ("1,234", COMMA, 12_340),
        ("1.234", COMMA, 12_340_000), ("1.234,56 €", COMMA, 12_345_600), ("1 234,56", COMMA, 12_345_600),
        ("CHF 1'234.50", POINTED, 12_345_000), ("$0.10", POINT, 1000), ("0,12\u202f€", COMMA, 1200), ("0", POINT, 0),
        ("1,234", Notation("", False), 12_340), ("100000", POINT, 1_000_000_000),
    ],
)  # fmt: skip
def test_prices_are_exact_ten_thousandths_however_they_are_written(text, notation, found):
    assert price(text, notation) == found


@pytest.mark.parametrize(
    "text", ["", ".", "1.2.3", "1,2,3", "1.23,4.5", "12 ct", "0x1", "1_0", "nan", "٣", "100001", "9" * 5000]
)
def test_what_is_no_price_is_none(text):
    with pytest.raises(BadField):
        price(text, POINT)


def test_a_file_that_writes_comma_and_point_for_the_same_is_taken_cell_by_cell():
    found = read("part;colour;quantity;price\n3001;4;7;0,05\n3001;4;7;0.05\n3001;4;7;1,234\n")
    assert [lot.price for lot in found.lots] == [500, 500] and whys(found) == [(4, Why.PRICE_DOUBTFUL)]
    assert notation_of(["1.234", "2.345"], ";") == Notation(",", False)
    assert [quantity(text, Notation(",", True)) for text in ("1.200", "12,00", "1 200")] == [1200, 12, 1200]
    assert [quantity(text) for text in ("1,752", "1.752", "12.0", "0")] == [1752, 1752, 12, 0]


BROKEN = {
    "a bare ampersand": item("<REMARKS>this & that</REMARKS>"),
    "HTML": item("<DESCRIPTION>see <b>here</i> <br> &nbsp;&eacute;</DESCRIPTION>"),
    "a less-than": item("<DESCRIPTION>a < b <3</DESCRIPTION>"),
    "no end tag of a field": item().replace("</QTY>", ""),
    "no end tag of an item": item().replace("</ITEM>", ""),
    "a control character": item("<REMARKS>a\x0bb</REMARKS>"),
    "an unfinished comment's like": item("<REMARKS><!-- a -- b --></REMARKS>"),
    "a lower-case end": item().replace("</QTY>", "</qty>"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_xml_gets_a_second_try(what):
    found = read(inventory(item(part="3003"), BROKEN[what], item(part="3004")))
    assert [(lot.part, lot.quantity, lot.price, lot.line) for lot in found.lots] == [
        ("3003", 7, 500, 2), ("3001", 7, 500, 3), ("3004", 7, 500, 4),
    ]  # fmt: skip
    assert not found.problems and found.whole
    assert [note.why for note in found.notes] == [Why.MENDED] and 3 <= found.notes[0].line <= 5


def test_what_stands_in_a_broken_files_descriptions_is_kept_without_its_markup():
    found = read(inventory(item("<DESCRIPTION>see <b>h</i>ere & &eacute;<![CDATA[<b>]]></DESCRIPTION>")))
    assert found.lots[0].description == "see here & é<b>"
    bsx = read(BSX.format(root="BrickStoreXML").replace("<Comments>c", "<Comments>c & d"))
    assert (bsx.lots[0].description, bsx.lots[0].base) == ("c & d", {"quantity": 5, "price": 400})


def test_a_file_cut_off_anywhere_gives_only_lots_that_are_whole():
    text = inventory(*(item(part=part, quantity="120") for part in ("3001", "3003", "3004")))
    counts = []
    for end in range(text.index("<ITEM>") + 6, len(text) - 1):
        found = read(text[:end])
        counts.append(len(found.lots))
        assert not found.whole and all(lot.quantity == 120 for lot in found.lots)
        assert [note.why for note in found.notes] == [Why.BROKEN_OFF]
        assert {why for _, why in whys(found)} <= {Why.CUT_OFF}
    assert all(before <= after for before, after in pairwise(counts)) and counts[-1] == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04zip", "spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"<!DOCTYPE html><html><head><title>Login</title></head><body><form></form></body></html>", "web page"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><ITEM/></body></html>', "web page"),
        (b"<INVENTORY></INVENTORY>", "no lots"),
        (b"<INVENTORY>", "no list"),
        (b"<rss><channel/></rss>", "no lots"),
        (b"Name;Street;Town\nA;B;C\n", "missing"),
        (b"part,colour,quantity\n", "no lots"),
        (b"{\"a\": 1}", "missing"),
        (b"0 Untitled\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n", "missing"),
        (b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><INVENTORY><ITEM>&z;</ITEM></INVENTORY>', "entities"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><INVENTORY><ITEM/></INVENTORY>', "entities"),
        (b"<a>" * 2000, "too deep"),
    ],
)  # fmt: skip
def test_what_is_no_stock_file_is_refused_in_words(data, reason):
    with pytest.raises(LDrawError, match=reason):
        read(data)


def test_the_command_prints_lots_and_problems_or_says_why_not(tmp_path, capsys):
    path = tmp_path / "shop.any"
    path.write_text(inventory(item("<REMARKS>A</REMARKS>"), item(kind="S")))

    def run(*arguments: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        status = command.run(parser.parse_args(["read", str(path), *arguments]))
        return status, *capsys.readouterr()

    status, out, _ = run("--json")
    said = json.loads(out)
    assert status == 0 and [problem["line"] for problem in said["problems"]] == [3]
    wanted = {"part": "3001", "colour": 4, "condition": "N", "quantity": 7, "price": 500, "bulk": 1, "tiers": []}
    assert said["lots"][0].items() >= {**wanted, "remarks": "A", "location": "", "line": 2}.items()
    status, out, err = run()
    assert status == 0 and "1 lots, 0 changes, 1 problems" in out and "line 3: this is no part" in err
    path.write_text("<html>")
    status, out, err = run("--json")
    assert (status, json.loads(out)["lots"]) == (2, []) and "web page" in err
    assert run()[0] == 2
