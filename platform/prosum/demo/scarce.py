"""Lots of the moon base that are hard to have, so that its basket has something to propose and comes from three shops.

Two no shop has: an old mould of the one lies in a box of used parts, of the other its designer says that any colour will
do. A third is left in one small shop alone.
"""

from __future__ import annotations

from django.db.models import F

from creations import actions
from creations.models import Creation
from marketplace.actions import ask_shops
from marketplace.models import Condition, Shop, StockLot
from marketplace.prices import keep_price
from users.models import Member

#: A yellow tile, and the mould of before 1980 that does as well; a grey plate below the solar field.
TILE, OLD_TILE, YELLOW = "3069b", "3069a", 14
PLATE, GREY = "3022", 71
#: Three round plates in dark grey, from a grandmother's attic.
ROUND, DARK = "4032a", 72


def make_scarce(people: dict[str, Member], made: dict[str, Creation]) -> None:
    """Sell out what is left of the lots, once; two members ask the shops for some."""
    base = made["moon base"]
    if base.any_colour:
        return
    assert base.owner is not None
    actions.mark_any_colour(creation=base, member=base.owner, lots={(PLATE, GREY)})
    for part, colour in ((TILE, YELLOW), (PLATE, GREY), (ROUND, DARK)):
        StockLot.objects.filter(part=part, colour=colour).update(quantity=F("reserved"))
    _put("la-brocante", OLD_TILE, YELLOW, Condition.USED, 600)
    _put("bric-a-brac-de-brest", ROUND, DARK, Condition.NEW, 900)
    ask_shops(member=people["chloe"], lots=[(PLATE, GREY, 3), (TILE, YELLOW, 4)], country="FR")
    ask_shops(member=people["basile"], lots=[(PLATE, GREY, 12)], country="BE")
    for creation in Creation.objects.filter(current__lots__part=PLATE, current__lots__colour=GREY).distinct():
        keep_price(creation)


def _put(slug: str, part: str, colour: int, condition: Condition, price: int) -> None:
    shop = Shop.objects.get(slug=slug)
    StockLot.objects.create(
        shop=shop, part=part, colour=colour, condition=condition, quantity=17, unit_price=price, location="XX-1"
    )
