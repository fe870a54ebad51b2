from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from creations.models import Creation
from marketplace.house import open_house_shop
from marketplace.prices import keep_price
from prosum.demo.articles import make_articles
from prosum.demo.creations import make_creations
from prosum.demo.orders import make_orders
from prosum.demo.people import make_people
from prosum.demo.scarce import make_scarce
from prosum.demo.shops import open_shops
from prosum.demo.talk import make_talk


class Command(BaseCommand):
    help = "Load the demo content. What is already there is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PROSUM_DEMO_ALLOWED:
            raise CommandError(
                "The demo's members have a password that everybody knows: it is for a laptop (`make run`), not for a server."
            )
        people = make_people()
        with override("en"):
            made = make_creations(people, self.stdout.write)
            self.stdout.write("  the shops and their stock")
            open_shops(people, open_house_shop(people["soren"]))
            for creation in Creation.objects.filter(price=None).select_related("current__creation"):
                keep_price(creation)
            make_talk(people, made)
            make_orders(people, made)
            make_scarce(people, made)
            self.stdout.write("  articles")
            make_articles(people["eloise"], made)
