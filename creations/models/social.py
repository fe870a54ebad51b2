"""Pictures, likes, collections and builds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from users.file_names import FileNameField
from users.one_line import OneLineField

from .creation import Creation


class Picture(models.Model):
    """A picture its author gave. `name` is the base name of its sizes in the file store."""

    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="pictures")
    name = FileNameField(is_picture=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = OneLineField(_("caption"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]


class Like(models.Model):
    """`member` likes `creation`, once."""

    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="likes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="likes")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creation", "member"], name="like_once")]


class Collection(models.Model):
    """A member's named choice of creations."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections")
    name = OneLineField(_("name"), max_length=60)
    is_public = models.BooleanField(_("others may see it"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="collection_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The collection's page."""
        return reverse("collection", args=[self.id])


class CollectionItem(models.Model):
    """A creation in a collection, once."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="collected")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "creation"], name="collect_once")]


class Build(models.Model):
    """ "I built it", with a photo."""

    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="builds")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="builds")
    photo = FileNameField(is_picture=True, blank=True)
    note = models.CharField(_("how it went"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["creation", "member"], name="build_once")]
