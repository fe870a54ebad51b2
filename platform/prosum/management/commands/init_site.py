"""`prosum init`: what a site needs before anybody comes, without the demo: the house shop."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace import actions
from marketplace.actions.shops import Terms
from marketplace.models import Shop
from users.errors import ActionError
from users.models import Member


class Command(BaseCommand):
    help = "Open the house shop, empty, for a member to run. Doing it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("owner", help="the user name of the member who runs it")
        parser.add_argument("--name", default="House shop")
        parser.add_argument("--country", default="FR", help="two letters of ISO 3166")
        parser.add_argument("--language", default="en", choices=["en", "fr"])

    def handle(self, *args: Any, **options: Any) -> None:
        house = Shop.objects.filter(is_house=True).select_related("owner").first()
        if house is not None:
            self.stdout.write(f"The house shop is open: {house.name}, run by {house.owner}.")
            return
        owner = Member.objects.filter(username__iexact=options["owner"], is_active=True).first()
        if owner is None:
            raise CommandError(
                f"There is no member {options['owner']}: sign up first, or `prosum manage createsuperuser`."
            )
        terms = Terms(name=options["name"], country=options["country"].upper(), language=options["language"])
        try:
            shop = actions.open_shop(member=owner, terms=terms, is_house=True)
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{shop.name} is open, run by {owner}: {shop.get_absolute_url()}")
