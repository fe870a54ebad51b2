"""The API's views: the same actions and queries as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from creations import actions
from creations.actions.revising import one_upload
from creations.catalog.models import Colour, Part
from creations.catalog.queries import correction, part_by_number, search_parts
from creations.forms import GalleryForm
from creations.ldraw.formats import particulars
from creations.models import Creation, Revision
from creations.models.making import load_making
from creations.permissions import policy
from creations.queries import SORTS, for_cards, gallery
from users.editions import EditedMeanwhile
from users.input.numbers import whole
from users.models import Member

from . import serializers
from .editions import edition_wanted, entity_tag
from .once import PARAMETER, once_a_key

_GALLERY = [
    OpenApiParameter("q", str, description="Words of title, tags, author or story."),
    OpenApiParameter("sort", str, enum=list(SORTS)),
    OpenApiParameter("tag", str),
    OpenApiParameter("licence", str),
    OpenApiParameter("colour", int, description="An LDraw colour some part of it has."),
    OpenApiParameter("forkable", bool),
    OpenApiParameter("parts_from", int),
    OpenApiParameter("parts_to", int),
    OpenApiParameter("price_to", OpenApiTypes.DECIMAL, description="In units of the currency, not cents."),
]


class ColourViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Colour]):
    """LDraw's colours."""

    queryset = Colour.objects.all()
    serializer_class = serializers.ColourSerializer
    keyset_order = "pk"


class PartViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Part]):
    """The catalogue of parts, most used first. An old number leads to today's part."""

    queryset = Part.objects.all()
    serializer_class = serializers.PartSerializer
    keyset_order = "-rank"
    lookup_value_regex = r"[\w.-]+"

    def get_queryset(self) -> QuerySet[Part]:
        """Those that have the words `?q=`, of one `?category=`; prints by `?mould=`."""
        fields = self.request.query_params
        text = correction(fields.get("q", "")[:100])
        return search_parts(text, fields.get("category", "")[:60], fields.get("mould", "")[:64])

    def get_object(self) -> Part:
        """The part that has or had the number. Raises Http404."""
        found = part_by_number(self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="A number, or words in English or French."),
            OpenApiParameter("category", str),
            OpenApiParameter("mould", str, description="The part whose prints are asked for."),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Find parts by words or category, the best first, prints under their mould."""
        return super().list(request, *args, **kwargs)


class CreationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Creation]):
    """Public creations, and one's own."""

    rates = {"create": "upload", "partial_update": "edit", "destroy": "edit", "fork": "fork", "like": "like"}
    queryset = Creation.objects.none()
    lookup_value_regex = r"[0-9]{1,18}"

    def get_serializer_class(self) -> type[serializers.CreationSerializer]:
        """Short in lists, whole alone."""
        return serializers.CreationSerializer if self.action == "list" else serializers.CreationDetailSerializer

    def get_queryset(self) -> QuerySet[Creation]:
        """In lists what the gallery shows for these filters; alone any, and `get_object` asks who may see it."""
        if self.action == "list":
            form = GalleryForm(self.request.query_params)
            if not form.is_valid():
                raise ValidationError({name: [str(said) for said in found] for name, found in form.errors.items()})
            filters, sort = form.filters()
            self.keyset_order = SORTS[sort]
            return gallery(filters).select_related("upstream").prefetch_related("tags")
        return Creation.objects.select_related("owner", "current", "cover", "hiding", "upstream").prefetch_related(
            "tags"
        )

    def get_object(self) -> Creation:
        """The creation, if whoever asks may find it. Raises Http404."""
        creation = get_object_or_404(self.get_queryset(), pk=whole(self.kwargs["pk"]) or 0)
        if not policy.can_find(self.request.user, creation):
            raise Http404
        return creation

    @extend_schema(parameters=_GALLERY)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Public creations, filtered and sorted as in the gallery."""
        return super().list(request, *args, **kwargs)

    @extend_schema(
        parameters=[PARAMETER],
        request=serializers.UploadSerializer,
        responses={201: serializers.CreationDetailSerializer},
    )
    @once_a_key
    def create(self, request: Request) -> Response:
        """Upload a model; it becomes a draft.

        Files that refer to each other come as several `file` parts, or in a .zip; they must be one model.
        """
        given = _valid(serializers.UploadSerializer(data=request.data))
        name, data = one_upload(request.FILES.getlist("file"))
        made = actions.create(
            owner=_member(request),
            data=data,
            file_name=name,
            title=given.get("title", ""),
            message=given.get("message", ""),
        )
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.CreationChangeSerializer, responses={200: serializers.CreationDetailSerializer})
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change title, story, licence, tags or visibility; `public` publishes.

        With `If-Match`, only what has the edition of that `ETag` is changed; otherwise the answer is 412.
        """
        creation = self.get_object()
        try:
            changed = actions.update(
                creation=creation,
                member=_member(request),
                edition=edition_wanted(request.headers.get("If-Match")),
                **_valid(serializers.CreationChangeSerializer(data=request.data)),
            )
        except EditedMeanwhile as error:
            error.status = status.HTTP_412_PRECONDITION_FAILED
            raise
        return Response(self.get_serializer(changed).data, headers={"ETag": entity_tag(changed)})

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One creation; its `ETag` names the edition of its words."""
        creation = self.get_object()
        return Response(self.get_serializer(creation).data, headers={"ETag": entity_tag(creation)})

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a creation of one's own with all its revisions."""
        actions.delete_creation(creation=self.get_object(), member=_member(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[PARAMETER], request=None, responses={201: serializers.CreationDetailSerializer})
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated])
    @once_a_key
    def fork(self, request: Request, pk: str) -> Response:
        """Begin a creation of one's own from this one's newest revision."""
        upstream = self.get_object()
        if upstream.current is None:
            raise Http404
        made = actions.fork(revision=upstream.current, member=_member(request))
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["put", "delete"], permission_classes=[IsAuthenticated])
    def like(self, request: Request, pk: str) -> Response:
        """Like it (PUT), or take that back (DELETE)."""
        change = actions.like if request.method == "PUT" else actions.unlike
        change(creation=self.get_object(), member=_member(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RevisionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Revision]):
    """The revisions of a creation, newest first."""

    rates = {"create": "upload"}
    queryset = Revision.objects.none()
    serializer_class = serializers.RevisionSerializer
    keyset_order = "-number"
    lookup_field = "number"
    lookup_value_regex = r"[0-9]{1,9}"
    parser_classes = (MultiPartParser, FormParser)

    @property
    def creation(self) -> Creation:
        """The creation in the address, if whoever asks may find it. Raises Http404."""
        creation = get_object_or_404(for_cards(Creation.objects.all()), pk=self.kwargs["creation_pk"])
        if not policy.can_find(self.request.user, creation):
            raise Http404
        return creation

    def get_queryset(self) -> QuerySet[Revision]:
        """That creation's revisions."""
        if getattr(self, "swagger_fake_view", False):
            return Revision.objects.none()
        return Revision.objects.filter(creation=self.creation).select_related("creation__owner")

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page, with what is made of each."""
        shown = super().paginate_queryset(queryset)
        load_making(shown or [])
        return shown

    @extend_schema(
        parameters=[PARAMETER], request=serializers.UploadSerializer, responses={201: serializers.RevisionSerializer}
    )
    @once_a_key
    def create(self, request: Request, creation_pk: int) -> Response:
        """Upload a new revision."""
        creation = self.creation
        given = _valid(serializers.UploadSerializer(data=request.data))
        name, data = one_upload(request.FILES.getlist("file"))
        made = actions.add_revision(
            creation=creation,
            member=_member(request),
            data=data,
            file_name=name,
            message=given.get("message", ""),
        )
        return Response(serializers.RevisionSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={200: serializers.PartsListSerializer})
    @action(detail=True, methods=["get"])
    def parts(self, request: Request, creation_pk: int, number: int) -> Response:
        """The parts list."""
        revision = self.get_object()
        items = [
            {
                "part": lot.part,
                "colour": lot.colour,
                "quantity": lot.quantity,
                **particulars(lot),
            }
            for lot in revision.lots.order_by("part", "colour", "length_mm")
        ]
        return Response({"parts": revision.part_count, "lots": len(items), "items": items})


def _member(request: Request) -> Member:
    """Who asks. Raises NotAuthenticated."""
    if not isinstance(request.user, Member):
        raise NotAuthenticated
    return request.user


def _valid(serializer: Any) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    return data
