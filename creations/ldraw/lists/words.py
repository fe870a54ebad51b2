"""The words that columns of parts lists are headed with, and those for what is no part, in several languages."""

from __future__ import annotations

import unicodedata
from functools import cache

from ..numbers import Site

#: Column -> its headings, the surest first: where a file has two of them, the first of these counts. A word with a site
#: before it says whose numbers stand below it.
_HEADINGS = {
    "part": (
        "ldraw id|ldraw part|ldraw no|ldraw number|ldraw|bricklink:bl item no|bricklink:bricklink id|bricklink:bricklink"
        "|bricklink:bricklink part|bricklink:bl id|bricklink:item no|rebrickable:part num|rebrickable:rebrickable id"
        "|rebrickable:rebrickable|part id|part number|part no|part nr|part code|item id|item number|design id"
        "|design number|piece id|piece number|piece no|item code|mould|mold"
        "|teilenummer|teilnummer|teile nr|teil nr|teile id|bauteilnummer|bauteil nr|artikelnummer|artikel nr|art nr|steinnummer|stein nr"
        "|numéro de pièce|n° de pièce|n° pièce|no pièce|no de pièce|num pièce|id pièce|code pièce|numéro de la pièce"
        "|numéro pièce|référence pièce|réf pièce|référence|réf|ref|code article"
        "|part|parts|piece|item|brick|element|bauteil|teil|teile|stein|baustein|artikel|pièce|pièces|élément|brique|article"
        "|onderdeelnummer|onderdeel|steen|pieza|piezas|pezzo|número de pieza|numero pezzo|número de artículo|artículo"
        "|articolo|referencia|código|codigo|codice|number|numéro|nummer|num|no|nr|n°|id|code"
    ),
    "colour": (
        "ldraw color id|ldraw colour id|ldraw color|ldraw colour|ldraw color code|ldraw colour code"
        "|bricklink:bl color id|bricklink:bricklink color|bricklink:bricklink colour|bricklink:bricklink color id"
        "|rebrickable:rebrickable color|rebrickable:rebrickable colour|rebrickable:rebrickable color id"
        "|color id|colour id|color code|colour code|color number|colour number|color no|colour no"
        "|farbnummer|farbcode|farb nr|farben nr|farb id|farbe id|farbe nr|code couleur|id couleur|no couleur|n° couleur"
        "|numéro de couleur|couleur id|code de couleur"
        "|código de color|codigo de color|codice colore|kleurnummer|kleurcode"
        "|colour|color|colours|colors|col|farbe|farben|couleur|couleurs|coul|coloris|teinte|kleur|colore"
    ),
    "colour_name": (
        "color name|colour name|farbname|name der farbe|farbbezeichnung|nom de couleur|nom de la couleur|nom couleur|couleur nom"
        "|nombre del color|nome colore|kleurnaam"
    ),
    "quantity": (
        "min qty|quantity|qty|quantities|qnty|count|amount|pcs|pieces needed|needed|anzahl|menge|stückzahl|stück|stückanzahl|stueckzahl|stueck|stk|anz"
        "|quantité|quantités|qté|qte|qt|nombre|nbre|nb|nb pièces|nombre de pièces|aantal|hoeveelheid|stuks|cantidad|cant|unidades|quantità|qtà|qta|pezzi|pieces|total"
    ),
    "kind": "item type|item type id|artikeltyp|type d'article|type|typ|art|tipo|soort",
    "custom": "custom",
    "flexible": "flexible",
    "length": "length mm|length",
    "price": (
        "unit price|my price|price|einzelpreis|stückpreis|stueckpreis|verkaufspreis|preis|vk|prix unitaire|prix à l'unité"
        "|prix de vente|prix|pu|precio unitario|precio|prezzo unitario|prezzo|stuksprijs|eenheidsprijs|verkoopprijs|prijs"
    ),
    "condition": "condition|cond|new used|new or used|zustand|état|etat|staat|conditie|estado|condición|stato|condizione",
    "bulk": (
        "bulk|bulk qty|bulk quantity|multiple|multiples of|verpackungseinheit|gebinde|gebindegröße|ve|vielfaches"
        "|multiple de|par multiple de|vendu par|múltiplo|multiplo|veelvoud"
    ),
    "sale": "sale|sale percent|discount|rabatt|rabatt %|remise|réduction|descuento|sconto|korting",
    "location": (
        "storage location|location|storage|drawer|shelf|bin|lagerort|lagerplatz|lagerfach|schublade|regal|fach|emplacement"
        "|casier|tiroir|rangement|ubicación|cajón|posizione|scaffale|cassetto|locatie|opslag|opslagplaats|lade|vak"
    ),
    "remarks": "remarks|remark|bemerkung|bemerkungen|anmerkung|remarque|remarques|observaciones|opmerking|osservazioni",
    "description": (
        "description|comments|comment|notes|beschreibung|kommentar|commentaire|commentaires|descripción|descrizione"
        "|omschrijving"
    ),
    "lot_id": "lot id|lot number|lot no|lot nr|losnummer|los nr|numéro de lot|n° de lot|id du lot|id lote|id lotto|lotnummer",
    "stockroom": "stockroom|stock room|réserve|almacén|magazzino|magazijn",
    "retain": "retain|keep at zero|behalten|conserver|mantener|mantenere|behouden",
    "weight": "my weight|weight|grams|gewicht|gramm|poids|grammes|peso|gramos|grammi|gram",
    "currency": "currency|currency code|währung|devise|moneda|valuta",
    "tq1": "tq1|tier 1 quantity|tier quantity 1|staffelmenge 1|palier 1 quantité|quantité palier 1",
    "tp1": "tp1|tier 1 price|tier price 1|staffelpreis 1|palier 1 prix|prix palier 1",
    "tq2": "tq2|tier 2 quantity|tier quantity 2|staffelmenge 2|palier 2 quantité|quantité palier 2",
    "tp2": "tp2|tier 2 price|tier price 2|staffelpreis 2|palier 2 prix|prix palier 2",
    "tq3": "tq3|tier 3 quantity|tier quantity 3|staffelmenge 3|palier 3 quantité|quantité palier 3",
    "tp3": "tp3|tier 3 price|tier price 3|staffelpreis 3|palier 3 prix|prix palier 3",
    "status": "status",
}
#: What BrickLink and people call a thing that is no part: sets, minifigures, gear, books, catalogues, instructions, boxes.
_NO_PARTS = (
    "s|set|sets|ensemble|boîte|m|minifig|minifigs|minifigure|minifigures|minifigur|figur|figurine|g|gear|b|book|books|buch"
    "|livre|c|catalog|catalogs|catalogue|i|instruction|instructions|bauanleitung|anleitung|notice|o|original box"
    "|original boxes|u|unsorted lot|unsorted lots"
)


def key(text: str) -> str:
    """A word without what people write it with or without: case, accents, spaces, hyphens, dots."""
    decomposed = unicodedata.normalize("NFKD", text.replace("°", "o").casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


@cache
def headings() -> dict[str, tuple[str, Site | None, int]]:
    """Heading -> its column, whose numbers stand below it (None for nobody's own), and how sure it is (0 most)."""
    found: dict[str, tuple[str, Site | None, int]] = {}
    for column, words in _HEADINGS.items():
        for place, word in enumerate(words.split("|")):
            site, _, heading = word.rpartition(":")
            found.setdefault(key(heading), (column, Site(site) if site else None, place))
    return found


@cache
def no_parts() -> frozenset[str]:
    """The keys of words for what is no part."""
    return frozenset(key(word) for word in _NO_PARTS.split("|"))
