"""What a member makes and owns."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from users.editions import Edited
from users.one_line import OneLineField


class Licence(models.TextChoices):
    """What others may do with a creation. The model stays its author's under each."""

    CC0 = "cc0", _("CC0: no rights reserved")
    BY = "by", _("CC BY: credit me")
    BY_SA = "by-sa", _("CC BY-SA: credit me, share alike")
    BY_NC = "by-nc", _("CC BY-NC: credit me, no commerce")
    BY_NC_SA = "by-nc-sa", _("CC BY-NC-SA: credit me, no commerce, share alike")
    ALL_RIGHTS = "arr", _("All rights reserved")

    @property
    def allows_forks(self) -> bool:
        """Whether others may begin a creation of their own from one under it."""
        return self is not Licence.ALL_RIGHTS

    @property
    def share_alike(self) -> bool:
        """Whether a fork must keep this licence."""
        return self in (Licence.BY_SA, Licence.BY_NC_SA)

    @property
    def allows_commerce(self) -> bool:
        """Whether others may earn with what they make of it."""
        return self in (Licence.CC0, Licence.BY, Licence.BY_SA)

    @property
    def forks_may_use(self) -> list[Licence]:
        """The licences a fork may be published under."""
        if self.share_alike:
            return [self]
        if self is Licence.BY_NC:
            return [Licence.BY_NC, Licence.BY_NC_SA, Licence.ALL_RIGHTS]
        return list(Licence)

    @property
    def address(self) -> str:
        """The licence's own text, empty for all rights reserved."""
        if self is Licence.ALL_RIGHTS:
            return ""
        if self is Licence.CC0:
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        return f"https://creativecommons.org/licenses/{self.value}/4.0/"


class Royalty(models.TextChoices):
    """What the designer earns when somebody orders the parts."""

    NONE = "none", _("Nothing")
    AMOUNT = "amount", _("A fixed amount")
    PERCENT = "percent", _("A share of the parts' price")


class Visibility(models.TextChoices):
    """Who finds it, as its author chose: nobody, whoever has its address, everybody."""

    DRAFT = "draft", _("Draft: only I see it")
    UNLISTED = "unlisted", _("Unlisted: whoever has the address sees it")
    PUBLIC = "public", _("Public: in the gallery")


class Tag(models.Model):
    """A word to find creations by, in lower case."""

    name = OneLineField(max_length=30, unique=True)

    def __str__(self) -> str:
        return self.name


#: Everybody finds it in lists.
PUBLIC = models.Q(visibility=Visibility.PUBLIC, hiding=None)
#: Whoever has its address sees it.
OPEN = models.Q(visibility__in=[Visibility.UNLISTED, Visibility.PUBLIC], hiding=None)


class CreationQuerySet(models.QuerySet["Creation"]):
    """Creations, asked as the pages ask."""

    def public(self) -> CreationQuerySet:
        """What the gallery, the search and everybody's lists show."""
        return self.filter(PUBLIC)


class Creation(Edited):
    """A creation with its newest revision's figures beside it, so that the gallery filters and sorts by indexes.

    `royalty` is what its designer asks of an order; of a fork's royalty `forks_give_percent` go to this one, and a fork keeps
    in `upstream_percent` what that was when it was made. `published_at` is when it was first shown, `announced_at` when its author's followers were told.
    The counters are kept by the database (`users/counters.py`). `price` (minor units) is what the parts
    cost in the shops now, without royalty and shipping; null until known or while a part is not to be had.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="creations")
    slug = models.SlugField(max_length=80)
    title = OneLineField(_("title"), max_length=120)
    #: The lots, `[part, colour]`, whose colour does not matter to the designer.
    any_colour = models.JSONField(default=list, db_default=[])
    story = models.TextField(_("story"), max_length=20_000, blank=True)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence.choices, default=Licence.BY_SA)
    royalty = models.CharField(_("royalty"), max_length=10, choices=Royalty.choices, default=Royalty.NONE)
    royalty_cents = models.PositiveIntegerField(_("amount in cents"), default=0)
    royalty_percent = models.PositiveSmallIntegerField(_("percent"), default=0)
    forks_give_percent = models.PositiveSmallIntegerField(_("percent of a fork's royalty"), default=30)
    upstream_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.DRAFT)
    hiding = models.ForeignKey("Hiding", null=True, on_delete=models.RESTRICT, related_name="+")
    tags = models.ManyToManyField(Tag, related_name="creations", blank=True)
    cover = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    current = models.ForeignKey("Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    forked_from = models.ForeignKey("Revision", null=True, on_delete=models.SET_NULL, related_name="forks")
    upstream = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="forks")

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)

    part_count = models.PositiveIntegerField(default=0)
    lot_count = models.PositiveIntegerField(default=0)
    price = models.PositiveIntegerField(null=True)
    like_count = models.PositiveIntegerField(default=0)
    build_count = models.PositiveIntegerField(default=0)
    fork_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    search = SearchVectorField(null=True)

    objects = CreationQuerySet.as_manager()

    class Meta:
        verbose_name = _("creation")
        verbose_name_plural = _("creations")
        constraints = [
            models.UniqueConstraint(fields=["owner", "slug"], name="creation_address"),
            models.CheckConstraint(condition=models.Q(royalty_percent__lte=50), name="creation_royalty_percent"),
            models.CheckConstraint(condition=models.Q(forks_give_percent__lte=50), name="creation_forks_give_percent"),
            models.CheckConstraint(condition=models.Q(upstream_percent__lte=50), name="creation_upstream_percent"),
            models.CheckConstraint(
                condition=models.Q(visibility="draft") | models.Q(published_at__isnull=False),
                name="creation_published_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=["draft", "unlisted", "public"]), name="creation_visibility"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="creation_search"),
            *(
                models.Index(fields=[f"-{field}", "-id"], name=f"gallery_{name}", condition=PUBLIC)
                for name, field in (
                    ("new", "published_at"),
                    ("liked", "like_count"),
                    ("built", "build_count"),
                    ("forked", "fork_count"),
                )
            ),
            models.Index(fields=["owner", "-id"], name="creation_of_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The creation's page, below its owner's name."""
        return reverse("creation", args=[self.owner.username, self.slug])

    @property
    def is_hidden(self) -> bool:
        """Whether a moderator hides it from everybody but its author."""
        return self.hiding_id is not None

    @property
    def is_open(self) -> bool:
        """Whether whoever has its address sees it: the property of OPEN."""
        return not self.is_draft and not self.is_hidden

    @property
    def is_public(self) -> bool:
        """Whether everybody finds it in lists: the property of PUBLIC."""
        return self.visibility == Visibility.PUBLIC and not self.is_hidden

    @property
    def is_draft(self) -> bool:
        """Whether its author shows it to nobody yet."""
        return self.visibility == Visibility.DRAFT

    @property
    def stage_key(self) -> str:
        """What the stage of its page shows: another text when there is more to show."""
        shown = self.current
        if shown is None:
            return ""
        made = "scene" if shown.scene else shown.making.state
        return f"{shown.number} {made} {self.cover_id or shown.picture}"

    @property
    def licence_terms(self) -> Licence:
        """The licence as what it allows and asks."""
        return Licence(self.licence)

    def royalty_on(self, parts_price: int) -> int:
        """What the designer asks for, in minor units, when parts for `parts_price` are ordered. Rounded half up.

        Whether they may have it is asked of `creations.licences.royalty_due`.
        """
        if self.royalty == Royalty.AMOUNT:
            return self.royalty_cents
        if self.royalty == Royalty.PERCENT:
            return (parts_price * self.royalty_percent + 50) // 100
        return 0
