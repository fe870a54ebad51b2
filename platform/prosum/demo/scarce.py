"""Two lots of the moon base that no shop has, so that its basket has something to propose instead.

An old mould of the one lies in a box of used parts; of the other its designer says that any colour will do.
"""

from __future__ import annotations

from django.db.models import F

from creations import actions
from creations.models import Creation
from marketplace.models import Condition, Shop, StockLot
from marketplace.prices import keep_price

#: A yellow tile, and the mould of before 1980 that does as well; a grey plate below the solar field.
TILE, OLD_TILE, YELLOW = "3069b", "3069a", 14
PLATE, GREY = "3022", 71


def make_scarce(made: dict[str, Creation]) -> None:
    """Sell out what is left of the two lots, once."""
    base = made["moon base"]
    if base.any_colour:
        return
    assert base.owner is not None
    actions.mark_any_colour(creation=base, member=base.owner, lots={(PLATE, GREY)})
    for part, colour in ((TILE, YELLOW), (PLATE, GREY)):
        StockLot.objects.filter(part=part, colour=colour).update(quantity=F("reserved"))
    flea_market = Shop.objects.filter(slug="la-brocante").first() or Shop.objects.get(is_house=True)
    StockLot.objects.create(
        shop=flea_market,
        part=OLD_TILE,
        colour=YELLOW,
        condition=Condition.USED,
        quantity=17,
        unit_price=600,
        location="TI-3",
    )
    for creation in Creation.objects.filter(current__lots__part=PLATE, current__lots__colour=GREY).distinct():
        keep_price(creation)
