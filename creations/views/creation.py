"""One creation: its page, its lineage, its revisions, and what is downloaded from it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from users import files
from users.answers import refusals_as_page
from users.errors import ActionError
from users.input.numbers import whole
from users.rates import costs

from ..actions.revising import LOT_FIELDS
from ..kept_models import kept_document, kept_limits
from ..ldraw import Document
from ..ldraw.compare import Comparison, alike, touched
from ..ldraw.compare import compare as compare_models
from ..ldraw.flatten import flatten
from ..ldraw.formats import FORMATS, OFFERED, SECOND_FILES
from ..ldraw.parts_list import Lot, PartsList
from ..licences import credits_of
from ..lists import left_out_of
from ..models import Creation, Grant, Revision
from ..permissions import policy
from ..queries import creation_at, for_cards, liked_ids, lineage, lots_with_names, names_of, revisions_of
from ..warnings import told_warnings
from .embedding import frame_of
from .following import follow_to


def find(request: HttpRequest, username: str, slug: str) -> Creation:
    """The creation, or 404 also for one the visitor may not know of. What is only read has moved with it."""
    creation = creation_at(username, slug)
    if creation is None or not policy.can_view(request.user, creation):
        raise Http404
    follow_to(request, creation)
    return creation


def find_revision(creation: Creation, number: int) -> Revision:
    """The creation's revision of that number. Raises Http404."""
    revision = get_object_or_404(creation.revisions, number=number)
    revision.creation = creation
    return revision


def upstream_for(visitor: Any, creation: Creation) -> Creation | None:
    """What it was forked from, if the visitor may know of it."""
    upstream = creation.upstream
    return upstream if upstream is not None and policy.can_view(visitor, upstream) else None


def _credits(visitor: Any, creation: Creation) -> list[Grant]:
    """The credits of a creation; what the visitor may not know of has no title and no link."""
    found = credits_of(creation)
    for grant in found:
        if grant.source is not None:
            if policy.can_view(visitor, grant.source):
                grant.title = grant.source.title
            else:
                grant.source, grant.title = None, ""
    return found


@require_safe
def creation(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """A creation: its stage, story, parts and price, forks, builds and comments."""
    shown = find(request, username, slug)
    revision = shown.current
    forks = for_cards(shown.forks.filter(policy.visible_to(request.user))).order_by("-like_count", "-pk")[:6]
    context: dict[str, Any] = {
        "creation": shown,
        "revision": revision,
        "upstream": upstream_for(request.user, shown),
        "credits": _credits(request.user, shown),
        "lots": revision.lots.order_by("-quantity", "part", "colour")[:400] if revision else [],
        "names": lots_with_names(revision) if revision else {},
        "warnings": told_warnings(revision.facts) if revision else [],
        "forks": forks,
        "builds": shown.builds.select_related("member")[:12],
        "liked": bool(liked_ids(request.user, [shown])),
        "can_edit": policy.can_edit(request.user, shown),
        "can_fork": policy.can_fork(request.user, shown),
        "can_moderate": policy.can_moderate(request.user),
        "can_hide": policy.can_hide(request.user, shown),
        "frame": frame_of(shown) if shown.is_open else "",
        "collections": request.user.collections.all() if request.user.is_authenticated else [],
        "formats": OFFERED,
        "left_out": left_out_of(_parts_of(revision)) if revision else {},
    }
    return render(request, "creations/creation.html", context)


@require_safe
def progress(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """The state of the newest revision's rendering; the page asks until it is done.

    The stage comes with it only when there is more to show: whoever turns a model in 3D is not disturbed.
    """
    shown = find(request, username, slug)
    again = request.GET.get("shown") != shown.stage_key
    can_edit = policy.can_edit(request.user, shown)
    context = {"creation": shown, "revision": shown.current, "again": again, "can_edit": can_edit}
    return render(request, "creations/_progress.html", context)


@require_safe
def lineage_page(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """Where a creation came from and what came from it, as far as the visitor may know."""
    shown = find(request, username, slug)
    family, folded = lineage(shown, policy.visible_to(request.user))
    context = {"creation": shown, "family": family, "folded": folded, "credits": _credits(request.user, shown)}
    return render(request, "creations/lineage.html", context)


@require_safe
def history(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """A creation's revisions, newest first, with their files."""
    shown = find(request, username, slug)
    context = {
        "creation": shown,
        "upstream": upstream_for(request.user, shown),
        "revisions": revisions_of(shown)[:200],
        "can_edit": policy.can_edit(request.user, shown),
        "formats": [*OFFERED, *SECOND_FILES.values()],
    }
    return render(request, "creations/history.html", context)


@require_safe
@costs("download")
def download(request: HttpRequest, username: str, slug: str, number: int) -> HttpResponse:
    """The model file of a revision."""
    shown = find(request, username, slug)
    revision = find_revision(shown, number)
    answer = HttpResponse(files.load(revision.model), content_type="application/x-ldraw")
    answer["Content-Disposition"] = f'attachment; filename="{shown.slug}-{number}.mpd"'
    return answer


@require_safe
@costs("download")
def parts_list(request: HttpRequest, username: str, slug: str, number: int, name: str) -> HttpResponse:
    """The parts list of a revision in one of the formats."""
    shown = find(request, username, slug)
    revision = find_revision(shown, number)
    if name not in FORMATS:
        raise Http404
    write, media_type, ending = FORMATS[name]
    answer = HttpResponse(write(_parts_of(revision)), content_type=media_type)
    kind = name if name in SECOND_FILES.values() else "parts"
    answer["Content-Disposition"] = f'attachment; filename="{shown.slug}-{number}-{kind}.{ending}"'
    return answer


def _parts_of(revision: Revision) -> PartsList:
    rows = revision.lots.order_by("part", "colour", "length_mm").values_list(*LOT_FIELDS)
    return PartsList(tuple(Lot(*row) for row in rows))


@require_safe
@refusals_as_page
@costs("compare")
def compare(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """What changed between two revisions: of this creation, or from its upstream to it."""
    shown = find(request, username, slug)
    after = _chosen(request, shown, request.GET.get("to", ""), shown.current)
    before = _chosen(request, shown, request.GET.get("from", ""), _before(request, shown, after))
    if before is None or after is None:
        raise ActionError(_("There is only one revision yet: nothing to compare with."))
    older, newer = kept_document(before), kept_document(after)
    found = compare_models(older, newer, kept_limits())
    places = _places(found, older, newer)
    context = {"creation": shown, "before": before, "after": after, "found": found, "places": places}
    lists = [
        (_("Added"), "added", alike((spot, spot) for spot in found.added)),
        (_("Removed"), "removed", alike((spot, spot) for spot in found.removed)),
        (_("Recoloured"), "recoloured", alike(found.recoloured)),
        (_("Moved"), "moved", alike(found.moved)),
    ]
    context["lists"] = lists
    context["names"] = names_of({row.after.part for *_words, rows in lists for row in rows if not row.after.is_model})
    context["choices"] = [*revisions_of(shown)[:100]]
    if upstream := upstream_for(request.user, shown):
        context["upstream_choices"] = [*revisions_of(upstream)[:100]]
    return render(request, "creations/compare.html", context)


def _places(found: Comparison, older: Document, newer: Document) -> dict[str, list[list[Any]]]:
    """Where each kind of change is, for colouring the 3D views: part, colour and place of every part it concerns."""
    places: dict[str, list[list[Any]]] = {"added": [], "removed": [], "moved": [], "recoloured": []}
    for changes, document in ((found.colours_before(), older), (found.colours_after(), newer)):
        for kind, placed in touched(changes, flatten(document, kept_limits())) if changes else ():
            places[kind].append(_key(placed))
    return places


def _key(placed: Any) -> list[Any]:
    return [placed.part, placed.colour, *(round(value, 2) for value in placed.transform[:3])]


def _chosen(request: HttpRequest, shown: Creation, given: str, default: Revision | None) -> Revision | None:
    """The revision whose id is given: of what is shown, of its upstream, or of what the visitor may find."""
    if not given:
        return default
    revision = get_object_or_404(Revision.objects.select_related("creation__owner"), pk=whole(given) or 0)
    upstream = upstream_for(request.user, shown)
    known = revision.creation_id in (shown.pk, upstream.pk if upstream is not None else shown.pk)
    if not known and not policy.can_find(request.user, revision.creation):
        raise Http404
    return revision


def _before(request: HttpRequest, creation: Creation, after: Revision | None) -> Revision | None:
    """The revision before, or for a fork's first one the one it was forked from, if the visitor may see that."""
    if after is None:
        return None
    earlier = creation.revisions.filter(number__lt=after.number).order_by("-number").first()
    if earlier is not None or after.creation_id != creation.pk or upstream_for(request.user, creation) is None:
        return earlier
    return creation.forked_from
