"""Parts lists of other sites, programs and languages: what they mean here, and what means nothing is kept."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from xml.etree import ElementTree as tree

import pytest

from creations import ldraw
from creations.catalog import library
from creations.catalog.names import colour_name
from creations.demo import designs
from creations.ldraw import colours
from creations.ldraw.colour_names import colour_named
from creations.ldraw.formats import FORMATS, OTHER_NUMBERS, left_out
from creations.ldraw.lists import NoLot, Reason, identify, is_model, quantity_of, read_list, rows_of
from creations.ldraw.lists.reading import whole
from creations.ldraw.numbers import Elsewhere, Site, elsewhere
from prosum import lists

MODEL = b"1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n"


def lots(text: str | bytes) -> list[tuple[str, int, int]]:
    data = text if isinstance(text, bytes) else text.encode()
    read = read_list(data, "list", library.names().__contains__)
    assert not read.unknown
    return [(lot.part, lot.colour, lot.quantity) for lot in read.parts]


def unknown(text: str) -> list[tuple[int, str, Reason]]:
    read = read_list(text.encode(), "list", library.names().__contains__)
    return [(one.line, one.text, one.reason) for one in read.unknown]


def item(kind: str = "P", part: str = "3001", colour: str = "5", more: str = "<MINQTY>2</MINQTY>") -> str:
    return f"<ITEM><ITEMTYPE>{kind}</ITEMTYPE><ITEMID>{part}</ITEMID><COLOR>{colour}</COLOR>{more}</ITEM>"


@pytest.mark.parametrize("name", ["json", "csv"])
def test_our_own_parts_lists_are_read_as_they_are_written(name):
    own = ldraw.Lot("own", 16, 2, custom=True), ldraw.Lot("Hose, thin", 4, 1, custom=True, flexible=True, length_mm=96)
    wanted = ldraw.PartsList((*ldraw.parts_list(designs.moon_base()), *own))
    write, _media, ending = FORMATS[name]
    assert sorted(read_list(write(wanted).encode(), f"list.{ending}").parts) == sorted(wanted)


@pytest.mark.parametrize("name", OTHER_NUMBERS)
def test_lists_of_other_sites_come_back_as_what_those_sites_call_one_part(name):
    wanted, site = ldraw.parts_list(designs.moon_base()), OTHER_NUMBERS[name]
    found = read_list(FORMATS[name][0](wanted).encode(), "list", library.names().__contains__)
    missing = {(lot.part, lot.colour) for lot in left_out(wanted, site)}
    there: tuple[Counter, Counter] = Counter(), Counter()
    for counted, listed in zip(there, (wanted, found.parts), strict=True):
        for lot in listed:
            if (lot.part, lot.colour) not in missing:
                counted[elsewhere(lot.part, lot.colour, site)] += lot.quantity
    assert there[0] == there[1]
    assert None not in there[1]


def test_bricklink_numbers_are_bricklinks_own_whatever_the_case_of_tags():
    text = "<Inventory>" + item(part="3023").lower() + item(part="4073", colour="85") + "</Inventory>"
    assert lots(text) == [("3023b", 4, 2), ("6141", 72, 2)]
    assert lots("<inventory>" + item(more="") + "</inventory>") == [("3001", 4, 1)], "no quantity is one"
    assert lots("<I>" + item(part="&#51;00&#x31;", more="<REMARKS>a &amp; b &lt;</REMARKS>") + "</I>") == [
        ("3001", 4, 1)
    ]


@pytest.mark.parametrize(
    ("site", "number", "code"),
    [("bricklink", 251, 10375), ("bricklink", 13, 40), ("bricklink", 81, 178), ("rebrickable", 1136, 402)],
)
def test_colours_that_came_later_are_read_and_written(site, number, code):
    text = f"part;{site} colour;quantity\n3001;{number};1\n"
    assert lots(text) == [("3001", code, 1)]
    assert elsewhere("3001", code, Site(site)) == Elsewhere("3001", number)


def test_files_of_brickstore_are_read_and_what_they_exclude_is_told():
    bsx = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE BrickStoreXML>
<BrickStoreXML>
 <Inventory Currency="EUR">
  <Item><ItemID>3001</ItemID><ItemTypeID>P</ItemTypeID><ColorID>5</ColorID><ItemName>Brick 2 x 4</ItemName>
   <ColorName>Red</ColorName><Status>I</Status><Qty>4</Qty><Price>0.1</Price></Item>
  %s
 </Inventory>
 <GuiState Application="BrickStore"><ItemView/></GuiState>
</BrickStoreXML>"""
    assert lots(bsx % "") == [("3001", 4, 4)]
    other = (
        "<Item><ItemID>3003</ItemID><ItemTypeID>P</ItemTypeID><ColorID>5</ColorID><Status>X</Status><Qty>1</Qty></Item>"
    )
    assert unknown(bsx % other) == [(7, "kind P, part 3003, colour 5, quantity 1", Reason.EXCLUDED)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Part,Color,Quantity\n3023,326,2\n", [("3023b", 330, 2)]),
        ("Part,Color,Quantity,Is Spare\n3001,182,1,False\n3001,182,1,True\n", [("3001", 57, 2)]),
        ("inventory_id,part_num,color_id,quantity,is_spare\n1,3001,182,3,f\n", [("3001", 57, 3)]),
        ("BLItemNo,ElementId,LdrawId,PartName,BLColorId,LDrawColorId,ColorName,Qty\n3001,,3001,B,5,4,Red,2\n", [("3001", 4, 2)]),
        ("Part Name,Color,Quantity,Part ID,Color Code\nBrick  2 x  4,Red,2,3001.dat,4\n", [("3001", 4, 2)]),
        ("Type\tItem No\tItem Name\tQty\tColor ID\nP\t4073\tPlate\t2\t5\n", [("6141", 4, 2)]),
    ],
    ids=["Rebrickable", "Rebrickable with spares", "Rebrickable's tables", "Studio", "LeoCAD", "BrickLink's inventory"],
)  # fmt: skip
def test_tables_of_other_sites_and_programs_are_read_under_their_numbers(text, found):
    assert lots(text) == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("heading", "colour"),
    [
        (["Bauteil", "Farbe", "Menge"], "Weiß"),
        (["Teile-Nr.", "Farbe", "Stückzahl"], "weiss"),
        (["Teilenummer", "Farbnummer", "Anzahl"], "15"),
        (["Pièce", "Couleur", "Quantité"], "blanc"),
        (["N° de pièce", "couleur", "Qté"], "Blanc"),
        (["PART NO.", "Color Name", "Qty"], "white"),
        (["Part #", "Color #", "Qty."], "15"),
        (["Référence", "Coloris", "Nb"], "Blanc"),
        (["Art.-Nr.", "Farb-Nr.", "Stueckzahl"], "15"),
        (["part", "colour", "quantity"], "15"),
    ],
)
def test_a_spreadsheet_is_read_in_its_language_delimiter_and_encoding(encoding, delimiter, heading, colour):
    rows = [[f'"{word}"' for word in heading], [], ["3001", f'"{colour}"', "2"], ["3003", colour, "1"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert lots(text.encode(encoding)) == [("3001", 15, 2), ("3003", 15, 1)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Dark_Bluish_Grey", 72),
        ("dark bluish gray", 72),
        ("Trans-Clear", 47),
        ("Transparent Red", 36),
        ("Light Aqua", 323),
        ("0x2FF8800", 0x2FF8800),
        ("#2FF8800", 0x2FF8800),
        (str(0x2FF8800), 0x2FF8800),
        ("gris bleuté clair", 71),
        ("Dunkelrot", 320),
        ("DUNKELGRUEN", 288),
        ("Weiss", 15),
        ("16", 16),
    ],
)
def test_a_colour_is_meant_by_its_name_or_number(name, code):
    assert lots(f"part;colour;quantity\n3001;{name};1\n") == [("3001", code, 1)]


def test_every_colour_is_understood_by_the_names_the_site_shows():
    for code in colours.table():
        english, french = (colour_name(code, language) for language in ("en", "fr"))
        assert colour_name(colour_named(english), "en") == english
        assert colour_name(colour_named(french, french=True), "fr") == french


def test_a_violet_is_another_one_in_french():
    assert lots("pièce;couleur;quantité\n3001;Violet;1\n") == [("3001", 22, 1)]
    assert lots("part;colour;quantity\n3001;Violet;1\n") == [("3001", 110, 1)]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (item("S", "6080-1"), Reason.NO_PART),
        (item("m", "sw0001"), Reason.NO_PART),
        (item(part="3001pb9999"), Reason.PART_UNKNOWN),
        (item(part=""), Reason.PART_MISSING),
        (item(colour="9999"), Reason.COLOUR_UNKNOWN),
        (item(colour="0"), Reason.COLOUR_UNKNOWN),
        (item(colour=""), Reason.COLOUR_MISSING),
        (item(more="<MINQTY>-2</MINQTY>"), Reason.QUANTITY),
        (item(more="<MINQTY>0</MINQTY>"), Reason.QUANTITY),
        (item(more=f"<MINQTY>{'9' * 4400}</MINQTY>"), Reason.QUANTITY),
    ],
)
def test_what_an_item_of_bricklinks_means_nothing_by_is_kept_with_its_line(entry, reason):
    found = unknown(f"<INVENTORY>\n{item()}\n{entry}\n</INVENTORY>")
    assert [(line, why) for line, _text, why in found] == [(3, reason)]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("6080-1;4;1", Reason.PART_UNKNOWN),
        ("sw0001a;;1", Reason.PART_UNKNOWN),
        (";4;1", Reason.PART_MISSING),
        ("3001;;1", Reason.COLOUR_MISSING),
        ("3001", Reason.COLOUR_MISSING),
        ("3001;no such;1", Reason.COLOUR_UNKNOWN),
        ("3001;999;1", Reason.COLOUR_UNKNOWN),
        ("3001;4;", Reason.QUANTITY),
        ("3001;4;-1", Reason.QUANTITY),
        ("3001;4;1.5", Reason.QUANTITY),
        ("3001;4;1.000", Reason.QUANTITY),
        ("3001;4;inf", Reason.QUANTITY),
        ("3001;4;\u0661", Reason.QUANTITY),
    ],
)
def test_what_a_line_of_a_table_means_nothing_by_is_kept_as_it_reads(entry, reason):
    read = read_list(f"part;colour;quantity\n\n3001;4;2\n{entry}\n".encode(), "list", library.names().__contains__)
    assert [(one.line, one.text, one.reason) for one in read.unknown] == [(4, entry, reason)]
    assert [lot.quantity for lot in read.parts] == [2]


def test_items_in_json_know_their_lines():
    text = '{"parts": 3, "items": [\n{"part": "3001", "colour": 4, "quantity": 1},\n{"part": "x", "colour": Infinity},\n7]}'
    assert [(line, why) for line, _text, why in unknown(text)] == [(3, Reason.PART_UNKNOWN), (4, Reason.PART_MISSING)]
    assert lots('[{"Part": "3023", "color": "Red", "qty": 1}, {"part": "3023b", "colour": 4, "quantity": 2}]') == [
        ("3023b", 4, 3)
    ]


def test_a_title_above_the_table_and_a_spreadsheets_own_ways_do_no_harm():
    text = (
        'sep=;\nMein Haus\n\nTeil;Farbe;Anzahl;Bemerkung\n="3001";Rot;1 200;"zwei\nZeilen; ""so"""\n3003;Rot;12,00;\n'
    )
    assert lots(text) == [("3001", 4, 1200), ("3003", 4, 12)]
    assert [whole(n) for n in ("7", "1 000", "1\u202f000", "3.0", "", "1e3", "1_0", "0x1")] == [7, 1000, 1000, 3] + [
        None
    ] * 4


@pytest.mark.parametrize(
    ("data", "name", "is_one"),
    [
        (MODEL, "a.csv", True),
        (b"0 FILE a.ldr\n0 FILE b.ldr\n", "a.xml", True),
        (b"PK\x03\x04", "a.csv", True),
        (b"0 nothing yet\n", "a.ldr", True),
        (b"part,colour,quantity\n1,4,1", "a.txt", False),
        (b"\xef\xbb\xbf<INVENTORY/>", "a.ldr", False),
        ("part;farbe".encode("utf-16"), "a", False),
    ],
)
def test_a_file_is_known_by_what_is_in_it(data, name, is_one):
    assert is_model(data, name) is is_one


def test_the_command_prints_a_list_in_another_form_and_tells_what_it_leaves_out(tmp_path, capsys):
    path = tmp_path / "list.any"
    path.write_text("Teil;Farbe;Anzahl\n3023;Rot;1\n3001;16;2\nsw0001;Rot;1\n")

    def run(*arguments: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        lists.add_arguments(parser)
        status = lists.run(parser.parse_args([str(path), *arguments]))
        return status, *capsys.readouterr()

    status, out, _err = run()
    assert (status, json.loads(out)["unknown"][0]["line"]) == (0, 4)
    status, out, err = run("--format", "bricklink-xml")
    assert "<ITEMID>3023</ITEMID><COLOR>5</COLOR><MINQTY>1</MINQTY>" in out and out.count("<ITEM>") == 1
    assert "line 4: there is no such part: sw0001;Rot;1" in err and "2 x 3001 in Main Colour" in err
    path.write_bytes(MODEL)
    assert [lot["part"] for lot in json.loads(run()[1])["items"]] == ["3001"]
    path.write_text("\n")
    assert run() == (2, "", "prosum: list.any:1:1: this list is empty\n")


def test_any_name_of_a_part_may_stand_in_a_remark():
    """Custom parts are called what their author likes; XML allows no two hyphens in a remark, and no control characters."""
    names = ("a---b", "-", "x\x01y", "<ITEM>", "é\u2028")
    written = FORMATS["bricklink-xml"][0](ldraw.PartsList(tuple(ldraw.Lot(name, 4, 1, custom=True) for name in names)))
    assert not list(tree.fromstring(written))


def test_stock_of_a_shop_is_read_with_all_its_columns():
    """What becomes of price, condition and tiers is the shop's matter; which part is meant and what cannot be, the list's."""
    text = (
        'Teil;Farbe;Anzahl;Preis;Zustand;Bemerkung\r\n3001;Rot;12;0,12;neu;"Fach 3; links"\r\n'
        "3003;Schwarz;5;0,045;gebraucht;=1+1\r\n\r\n3004;Blau;-2;0,10;neu;\r\n"
    ).encode("cp1252")
    rows = rows_of(text, "stock.csv")
    first, second, third = rows.entries
    assert identify(first, rows, library.names().__contains__) == ldraw.Lot("3001", 4, 0)
    assert [first.values[name] for name in ("price", "condition", "remarks")] == ["0,12", "neu", "Fach 3; links"]
    assert (second.line, quantity_of(second, rows), second.values["remarks"]) == (3, 5, "=1+1")
    with pytest.raises(NoLot):
        quantity_of(third, rows)
    tiers = "<PRICE>0.035</PRICE><QTY>120</QTY><BULK>10</BULK><CONDITION>N</CONDITION><TQ1>50</TQ1><TP1>0.030</TP1>"
    (row,) = rows_of(f"<INVENTORY>{item(more=tiers)}</INVENTORY>".encode(), "stock.xml").entries
    assert [row.values[name] for name in ("quantity", "price", "bulk", "tq1", "tp1")] == [
        "120",
        "0.035",
        "10",
        "50",
        "0.030",
    ]
