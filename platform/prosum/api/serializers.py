"""The shapes of the API. No logic: actions have it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from creations.catalog.models import Colour, Part
from creations.models import Creation, Hiding, Licence, Revision, Visibility
from creations.permissions import policy
from users.files import address
from users.pictures import picture_address

from ..templatetags.prosum import cover_name


class ColourSerializer(serializers.ModelSerializer[Colour]):
    """A colour by its LDraw number; `local_name` is in the language of the request."""

    local_name = serializers.CharField(read_only=True)

    class Meta:
        model = Colour
        fields = ("code", "name", "local_name", "rgb", "edge", "alpha", "luminance", "finish", "lego", "bricklink")


class PartSerializer(serializers.ModelSerializer[Part]):
    """A part by its LDraw number; sizes are in LDU. The local names are in the language of the request."""

    local_name = serializers.CharField(read_only=True)
    local_category = serializers.CharField(read_only=True)
    picture = serializers.SerializerMethodField()

    class Meta:
        model = Part
        fields = (
            "id", "name", "local_name", "category", "local_category", "popularity", "mould", "print_count", "width", "height", "depth", "picture",
        )  # fmt: skip

    def get_picture(self, part: Part) -> str:
        """The path of its picture in light grey."""
        return f"/parts/{part.pk}/71.webp"


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    """A state of a creation's model. Scene and picture are empty until they are made."""

    model = serializers.SerializerMethodField()
    scene = serializers.SerializerMethodField()
    picture = serializers.SerializerMethodField()
    making = serializers.SerializerMethodField()

    class Meta:
        model = Revision
        fields = (
            "number", "message", "file_name", "size", "part_count", "lot_count", "facts", "created_at",
            "model", "scene", "picture", "making",
        )  # fmt: skip

    def get_model(self, revision: Revision) -> str:
        """The path of the model file."""
        return f"{revision.creation.get_absolute_url()}revisions/{revision.number}/model.mpd"

    def get_scene(self, revision: Revision) -> str:
        """The path of the scene pack (glTF), or an empty string."""
        return address(revision.scene)

    @extend_schema_field(serializers.ChoiceField(["waiting", "running", "done", "failed"]))
    def get_making(self, revision: Revision) -> str:
        """How far the workers are with scene and picture, which are empty until they are made."""
        return revision.making.state

    def get_picture(self, revision: Revision) -> str:
        """The path of the picture, 1280 pixels wide, or an empty string."""
        return picture_address(revision.picture, 1280)


class CreationSerializer(serializers.ModelSerializer[Creation]):
    """A creation as lists have it. `price` is in minor units: what its parts cost now; null when not known."""

    owner = serializers.CharField(source="owner.username", read_only=True)
    address = serializers.CharField(source="get_absolute_url", read_only=True)
    cover = serializers.SerializerMethodField()
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)  # type: ignore[var-annotated]
    upstream = serializers.SerializerMethodField()

    class Meta:
        model = Creation
        fields: tuple[str, ...] = (
            "id", "title", "owner", "address", "cover", "licence", "visibility", "published_at", "part_count", "lot_count",
            "price", "like_count", "build_count", "fork_count", "comment_count", "tags", "upstream",
        )  # fmt: skip

    def get_cover(self, creation: Creation) -> str:
        """The path of the cover, 640 pixels wide, or an empty string."""
        return picture_address(cover_name(creation), 640)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_upstream(self, creation: Creation) -> int | None:
        """What it was forked from, if whoever asks may know of it."""
        upstream = creation.upstream
        visible = upstream is not None and policy.can_view(self.context["request"].user, upstream)
        return creation.upstream_id if visible else None


class HidingSerializer(serializers.ModelSerializer[Hiding]):
    """Why a moderator hides a creation, and since when."""

    class Meta:
        model = Hiding
        fields = ("reason", "hidden_at")


class CreationDetailSerializer(CreationSerializer):
    """A creation with all its page tells."""

    hiding = HidingSerializer(read_only=True, allow_null=True, help_text="A moderator's hiding, while it lasts.")

    class Meta(CreationSerializer.Meta):
        fields = (
            *CreationSerializer.Meta.fields,
            "story",
            "royalty",
            "royalty_cents",
            "royalty_percent",
            "hiding",
            "edition",
        )


class PartsListItemSerializer(serializers.Serializer[Any]):
    """A part in a colour (LDraw numbers), how many; `custom` is drawn in the file itself, `flexible` a hose or the like."""

    part = serializers.CharField()
    colour = serializers.IntegerField()
    quantity = serializers.IntegerField()
    custom = serializers.BooleanField(required=False)
    flexible = serializers.BooleanField(required=False)
    length_mm = serializers.IntegerField(required=False)


class PartsListSerializer(serializers.Serializer[Any]):
    """What a revision is made of."""

    parts = serializers.IntegerField()
    lots = serializers.IntegerField()
    items = PartsListItemSerializer(many=True)


class UploadSerializer(serializers.Serializer[Any]):
    """A model file, for a new creation or a new revision."""

    file = serializers.FileField()
    title = serializers.CharField(required=False, max_length=120)
    message = serializers.CharField(required=False, max_length=200)


class CreationChangeSerializer(serializers.Serializer[Any]):
    """What may be changed of a creation; what is left out stays."""

    title = serializers.CharField(required=False, max_length=120)
    story = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    licence = serializers.ChoiceField(required=False, choices=Licence.choices)
    visibility = serializers.ChoiceField(required=False, choices=Visibility.choices)
    tags = serializers.ListField(child=serializers.CharField(max_length=30), required=False, max_length=8)
