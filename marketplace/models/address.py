"""Postal addresses: those of orders, and those that members keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from users.one_line import OneLineField

from .. import addresses

#: What an address is made of.
ADDRESS_FIELDS = ("name", "street", "postcode", "city", "area", "country")


class PostalAddress(models.Model):
    """Who and where; `area` is the state, province or county where a country has it, `country` two letters of ISO 3166."""

    name = OneLineField(_("name"), max_length=100)
    street = OneLineField(_("street and number"), max_length=200)
    postcode = OneLineField(_("postcode"), max_length=20, blank=True)
    city = OneLineField(_("town"), max_length=100)
    area = OneLineField(_("state, province or county"), max_length=60, blank=True, default="", db_default="")
    country = models.CharField(_("country"), max_length=2)

    class Meta:
        abstract = True

    @property
    def address_parts(self) -> dict[str, str]:
        """Its fields by name."""
        return {field: getattr(self, field) for field in ADDRESS_FIELDS}

    @property
    def address_lines(self) -> list[str]:
        """Its lines in its country's order, without the country."""
        return addresses.lines(self.address_parts)


class KeptAddress(PostalAddress):
    """An address in a member's book; the one that is `is_default` is offered first."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="addresses")
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("address")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "name", "street", "postcode", "city", "area", "country"], name="kept_address_once"
            ),
            models.UniqueConstraint(fields=["member"], condition=models.Q(is_default=True), name="one_default_address"),
        ]
        ordering = ["-is_default", "pk"]
