"""Reads a basket (CSV) and offers (JSON), and says in one sentence, with the place, what is wrong with them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .market import Band, Market, Offer, Shop, Wanted

#: No count, price or amount may be larger.
MOST = 10**9
#: Weights are counted in millionths of a gram.
GRAM = 10**6
#: How deep JSON may be nested is the reader's own limit; how long a number may be is this one.
DIGITS = 40

Key = tuple[str, int]


class PlanningError(ValueError):
    """Something given cannot be read; the message is a sentence that names the place."""


def read_basket(data: bytes, name: str = "basket") -> tuple[Wanted, ...]:
    """What is wanted: rows `part,colour,quantity` below a header with these names in any order.

    Rows of the same part and colour are added up; those of quantity 0 are left out. Raises PlanningError with the line.
    """
    rows = csv.reader(io.StringIO(_text(data, name), newline=""))
    columns: list[int] | None = None
    wanted: dict[Key, int] = {}
    try:
        for row in rows:
            where = f"{name}, line {rows.line_num}"
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns = _columns(row, where)
                continue
            part, colour, quantity = (row[column].strip() if column < len(row) else "" for column in columns)
            if not part:
                raise PlanningError(f"{where}: there is no part.")
            key = part, _whole_cell(colour, f"{where}: the colour")
            wanted[key] = wanted.get(key, 0) + _whole_cell(quantity, f"{where}: the quantity")
            if wanted[key] > MOST:
                raise PlanningError(f"{where}: more than {MOST} pieces of one lot are wanted.")
    except csv.Error as error:
        raise PlanningError(f"{name}, line {rows.line_num}: this is no CSV ({error}).") from None
    if columns is None:
        raise PlanningError(f"{name}, line 1: it is empty; a header part,colour,quantity is needed.")
    return tuple(Wanted(part, colour, quantity) for (part, colour), quantity in wanted.items() if quantity)


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PlanningError(f"{name}, line {line}: this is not UTF-8 text.") from None


def _columns(row: list[str], where: str) -> list[int]:
    names = [cell.strip().lower().replace("color", "colour") for cell in row]
    missing = [name for name in ("part", "colour", "quantity") if name not in names]
    if missing:
        raise PlanningError(f"{where}: the header must name part,colour,quantity; {', '.join(missing)} is missing.")
    return [names.index(name) for name in ("part", "colour", "quantity")]


def _whole_cell(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MOST)) or int(text) > MOST:
        raise PlanningError(f"{what} must be a whole number from 0 to {MOST}, not {text[:40]!r}.")
    return int(text)


def read_offers(data: bytes, wanted: tuple[Wanted, ...], *, used: bool = True, name: str = "offers") -> Market:
    """The market for what is wanted. `used`: whether used parts will do. Raises PlanningError with the JSON path."""
    try:
        read = json.loads(_text(data, name), parse_float=_decimal, parse_int=_whole_number, parse_constant=_refused)
    except json.JSONDecodeError as error:
        raise PlanningError(
            f"{name}, line {error.lineno}, column {error.colno}: this is no JSON ({error.msg})."
        ) from None
    except RecursionError:
        raise PlanningError(f"{name}: it is nested too deeply.") from None
    except _BadNumber as error:
        raise PlanningError(f"{name}: {str(error)[:40]} is no number that can be counted with.") from None
    where = f"{name}: "
    top = _object(read, where + "the file")
    index = {(lot.part, lot.colour): place for place, lot in enumerate(wanted)}
    shops: list[Shop] = []
    seen: set[str] = set()
    for number, entry in enumerate(_list(top.get("shops"), where + "shops")):
        shop = _shop(entry, f"{where}shops[{number}]", index, used)
        if shop.id in seen:
            raise PlanningError(f"{where}shops[{number}].id: there are two shops {shop.id!r}.")
        seen.add(shop.id)
        shops.append(shop)
    return Market(wanted, tuple(shops), _country(top.get("country"), where + "country"))


class _BadNumber(ValueError):
    """A number that is too long, or none."""


def _whole_number(text: str) -> int:
    if len(text) > DIGITS:
        raise _BadNumber(text)
    return int(text)


def _decimal(text: str) -> Decimal | int:
    if len(text) > DIGITS:
        raise _BadNumber(text)
    number = Decimal(text)
    if number and not -DIGITS < number.adjusted() < DIGITS:
        raise _BadNumber(text)
    return int(number) if number == number.to_integral_value() else number


def _refused(text: str) -> None:
    raise _BadNumber(text)


def _shop(value: Any, path: str, index: Mapping[Key, int], used: bool) -> Shop:
    shop = _object(value, path)
    fee = _object(shop["lot_fee"], path + ".lot_fee") if shop.get("lot_fee") is not None else {}
    offers: list[Offer] = []
    seen: set[str] = set()
    for number, entry in enumerate(_list(shop.get("lots", []), path + ".lots")):
        try:
            offer = _offer(entry, index, used)
        except _Wrong as wrong:
            raise PlanningError(f"{path}.lots[{number}]{wrong}") from None
        if offer is None:
            continue
        if offer.id in seen:
            raise PlanningError(f"{path}.lots[{number}].id: there are two lots {offer.id!r} in this shop.")
        seen.add(offer.id)
        offers.append(offer)
    free_from = shop.get("free_from")
    return Shop(
        id=_name(shop.get("id"), path + ".id"),
        country=_country(shop.get("country"), path + ".country"),
        minimum=_whole(shop.get("minimum"), path + ".minimum"),
        free_from=None if free_from is None else _whole(free_from, path + ".free_from"),
        free_lots=_whole(fee.get("free"), path + ".lot_fee.free"),
        lot_fee=_whole(fee.get("each"), path + ".lot_fee.each"),
        bands=_bands(shop.get("shipping"), path + ".shipping"),
        days=_days(shop, path),
        offers=tuple(offers),
    )


def _bands(value: Any, path: str) -> tuple[Band, ...]:
    """The bands by weight. A shop that says nothing about shipping sends anything for nothing; one with no band, nothing."""
    if value is None:
        return (Band(MOST * MOST * GRAM, 0),)
    bands: dict[int, int] = {}
    for number, entry in enumerate(_list(value, path)):
        band, place = _object(entry, f"{path}[{number}]"), f"{path}[{number}]"
        most = MOST * MOST * GRAM if band.get("max_grams") is None else _weight(band["max_grams"], place + ".max_grams")
        if most in bands:
            raise PlanningError(f"{place}.max_grams: two bands end at the same weight.")
        bands[most] = _whole(band.get("price"), place + ".price")
    return tuple(Band(most, price) for most, price in sorted(bands.items()))


def _days(shop: Mapping[str, Any], path: str) -> int | None:
    given = [_whole(shop[name], f"{path}.{name}") for name in ("handling_days", "days") if shop.get(name) is not None]
    return sum(given) if given else None


class _Wrong(Exception):
    """What is wrong with a lot: the rest of its path and a sentence. The path before it is only made where it is needed."""


def _offer(lot: Any, index: Mapping[Key, int], used: bool) -> Offer | None:
    """One stock lot, or None where nobody wants it or none can be had."""
    if type(lot) is not dict:
        raise _Wrong(": an object is needed.")
    get = lot.get
    part, condition, bulk = get("part"), get("condition"), get("bulk")
    colour, quantity, price = (
        _count(get("colour"), "colour"),
        _count(get("quantity"), "quantity"),
        _count(get("price"), "price"),
    )
    bulk = 1 if bulk is None else _count(bulk, "bulk", 1)
    if type(part) is not str:
        part = _name(part, None, ".part")
    if condition not in ("N", "U", None):
        raise _Wrong(f'.condition: "N" or "U" is needed, not {_shown(condition)}.')
    tiers = _tiers(get("tiers"))
    weight = _weight(get("grams", 0) or 0, None, ".grams")
    number = _name(get("id"), None, ".id")
    place = index.get((part.strip(), colour))
    quantity -= quantity % bulk
    if place is None or not quantity or (condition == "U" and not used):
        return None
    return Offer(number, place, quantity, price, bulk, tiers, weight)


def _count(value: Any, name: str, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= MOST:
        raise _Wrong(f".{name}: a whole number from {least} to {MOST} is needed, not {_shown(value)}.")
    return value


def _tiers(value: Any) -> tuple[tuple[int, int], ...]:
    if not value and (value is None or type(value) is list):
        return ()
    if type(value) is not list:
        raise _Wrong(f".tiers: a list of [quantity, price] is needed, not {_shown(value)}.")
    tiers: dict[int, int] = {}
    for number, tier in enumerate(value):
        if type(tier) is not list or len(tier) != 2 or any(type(n) is not int or not 0 <= n <= MOST for n in tier):
            raise _Wrong(f".tiers[{number}]: [quantity, price] is needed, whole numbers from 0 to {MOST}.")
        if tier[0] in tiers:
            raise _Wrong(f".tiers[{number}]: two tiers begin at {tier[0]} pieces.")
        tiers[tier[0]] = tier[1]
    return tuple(sorted(tiers.items()))


def _weight(value: Any, path: str | None, rest: str = "") -> int:
    """Millionths of a gram, rounded half up."""
    if type(value) is int and 0 <= value <= MOST:
        return value * GRAM
    if type(value) is Decimal and 0 <= value <= MOST:
        return int(value * GRAM + Decimal("0.5"))
    raise _wrong(path, rest, f"a number of grams from 0 to {MOST} is needed, not {_shown(value)}.")


def _whole(value: Any, path: str) -> int:
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value <= MOST:
        raise PlanningError(f"{path}: a whole number from 0 to {MOST} is needed, not {_shown(value)}.")
    return value


def _name(value: Any, path: str | None, rest: str = "") -> str:
    if type(value) is int:
        return str(value)
    if type(value) is not str or not value:
        raise _wrong(path, rest, f"a name is needed, not {_shown(value)}.")
    return value


def _country(value: Any, path: str) -> str:
    if value is None:
        return ""
    if type(value) is not str:
        raise PlanningError(f"{path}: two letters are needed, not {_shown(value)}.")
    return value.upper()


def _object(value: Any, path: str) -> dict[str, Any]:
    if type(value) is not dict:
        raise PlanningError(f"{path}: an object is needed, not {_shown(value)}.")
    return value


def _list(value: Any, path: str) -> list[Any]:
    if type(value) is not list:
        raise PlanningError(f"{path}: a list is needed, not {_shown(value)}.")
    return value


def _wrong(path: str | None, rest: str, sentence: str) -> Exception:
    return _Wrong(f"{rest}: {sentence}") if path is None else PlanningError(f"{path}: {sentence}")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return f'"{value[:40]}"' if isinstance(value, str) else str(value)
