"""Under which addresses a creation was found before."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .creation import Creation


class FormerAddress(models.Model):
    """A slug that a creation had, so that what still names it (a link, a form, an open Studio) finds the creation.

    Kept while the creation is there; no other creation of its owner gets it by its title, so that what is sent to it never
    ends up in another. Deleting the creation frees it, and a creation that takes it back takes its row away.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=80)
    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "slug"], name="former_address")]

    def __str__(self) -> str:
        return self.slug
