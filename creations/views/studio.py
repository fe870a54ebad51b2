"""The Studio: its page, its document, and what it asks for while somebody designs."""

from __future__ import annotations

import base64
import json
from collections import Counter
from dataclasses import asdict, replace
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from users.answers import View, refusal, refusals_as_page
from users.editions import EditedMeanwhile, edition_of
from users.errors import ActionError
from users.input.json_reader import MOST_BYTES, read_json
from users.input.numbers import whole
from users.once import once
from users.rates import costs, writes
from users.requests import MemberRequest

from .. import actions, ldraw
from ..actions.designing import MAX_CHANGE, Superseded, workbench_differences, workbench_document
from ..actions.revising import BadModel, read_model, read_upload
from ..catalog.queries import categories
from ..forms import LICENCE_WORDS
from ..kept_models import kept_limits, limits
from ..ldraw.formats import FORMATS
from ..ldraw.numbers import today
from ..ldraw.parts_list import Lot, PartsList
from ..ldraw.writer import as_text
from ..licences import licences_for
from ..lists import left_out_of, read_brought, told_unknown
from ..models import Creation, Licence, Revision
from ..queries import designs_of
from ..rendering.materials import studio_colours
from ..rendering.parts_pack import pack_of_document, pack_of_parts
from ..studio_words import studio_words
from .editing import mine

MAX_PARTS_AT_ONCE = 300
MAX_LOTS = 50_000
#: A header holds no more lots that a site has no number for.
MOST_TOLD = 12


def refusals_as_json(view: View) -> View:
    """An ActionError becomes `{"error": sentence}` with its status."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Superseded as error:
            return JsonResponse({"error": str(error.message), "newest": error.newest}, status=error.status)
        except EditedMeanwhile as error:
            words = _(
                "Elsewhere it was meanwhile called “%(title)s”, under “%(licence)s”. Publish again to keep yours."
            )
            saved = {"title": error.saved.title, "licence": error.saved.get_licence_display()}
            return JsonResponse({"error": words % saved, "edition": error.saved.edition}, status=error.status)
        except ActionError as error:
            return refusal(request, error)
        except ldraw.LDrawError as error:
            return JsonResponse({"error": str(error)}, status=400)

    answer.answers_json = True  # type: ignore[attr-defined]
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes("upload")
@once
def begin(request: MemberRequest) -> HttpResponse:
    """Where designing starts: from nothing, from a file, or where it was left."""
    refusal = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is not None:
                made = actions.create(owner=request.user, data=read_upload(file), file_name=file.name or "")
            else:
                made = actions.begin(owner=request.user, title=request.POST.get("title", ""))
        except ActionError as error:
            refusal = error
        else:
            return redirect("studio", made.owner.username, made.slug)
    context = {"designs": designs_of(request.user)[:12], "refusal": refusal and refusal.message}
    return render(request, "creations/begin.html", context, status=refusal.status if refusal else 200)


@login_required
@require_safe
@refusals_as_page
def studio(request: HttpRequest, username: str, slug: str) -> HttpResponse:
    """The Studio on one of the member's own creations."""
    creation = mine(request, username, slug)
    allowed = licences_for(creation)
    about = {
        "id": creation.pk,
        "title": creation.title,
        "address": creation.get_absolute_url(),
        "licence": creation.licence,
        "edition": creation.edition,
        "isPublic": creation.is_public,
        "licences": [{"code": x.value, "name": str(x.label), "words": str(LICENCE_WORDS[x])} for x in allowed],
        "categories": categories(get_language() or "en"),
        "colours": studio_colours(get_language() or "en"),
    }
    return render(request, "creations/studio.html", {"creation": creation, "about": about, "words": studio_words()})


@login_required
@require_safe
@refusals_as_json
def document(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """The workbench's document as one Yjs update."""
    opened = actions.open_workbench(creation=mine(request, username, slug), member=request.user)
    answer = HttpResponse(opened.update, content_type="application/octet-stream")
    answer["X-Workbench"] = json.dumps(
        {"number": opened.number, "epoch": opened.epoch, "base": opened.base, "newest": opened.newest}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
@refusals_as_json
@writes("change")
def changes(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Keep the change in the body (it may be empty) and answer with what others changed."""
    creation = mine(request, username, slug)
    update = request.read(MAX_CHANGE + 1)
    kept = actions.keep_changes(
        creation=creation,
        member=request.user,
        epoch=_whole(request.GET.get("epoch")),
        after=_whole(request.GET.get("after")),
        update=update,
    )
    others = [base64.b64encode(other).decode() for other in kept.others]
    return JsonResponse({"number": kept.number, "others": others, "base": kept.base, "newest": kept.newest})


def _whole(text: str | None) -> int:
    return whole(text) or 0


@login_required
@require_safe
@refusals_as_json
@costs("meshes")
def meshes(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """All parts the workbench's document shows."""
    found = workbench_document(creation=mine(request, username, slug), member=request.user)
    answer = HttpResponse(
        pack_of_document(found, kept_limits(), get_language() or "en"), content_type="application/octet-stream"
    )
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
@refusals_as_json
@writes("upload")
def save(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Make a revision of what is on the workbench; JSON with its number, its count of parts, whether there was a change."""
    creation = mine(request, username, slug)
    revision = _saved(request, creation)
    is_new = revision.number != _whole(request.POST.get("base"))
    return JsonResponse({"revision": revision.number, "parts": revision.part_count, "changed": is_new})


def _saved(request: MemberRequest, creation: Creation) -> Revision:
    return actions.save_revision(
        creation=creation,
        member=request.user,
        base=_whole(request.POST.get("base")),
        over=_whole(request.POST.get("over")),
        message=request.POST.get("message", "")[:200],
    )


@login_required
@require_safe
@refusals_as_json
@costs("compare")
def both(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """What the workbench and the newest revision each changed since the one they share."""
    found = workbench_differences(creation=mine(request, username, slug), member=request.user)
    return JsonResponse(asdict(found))


@login_required
@require_POST
@refusals_as_json
@writes("upload")
def copy(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Put what is unsaved into a creation of its own; the newest revision takes its place on the workbench."""
    creation = mine(request, username, slug)
    made = actions.keep_as_copy(creation=creation, member=request.user, epoch=_whole(request.POST.get("epoch")))
    return JsonResponse({"address": made.get_absolute_url(), "title": made.title})


@login_required
@require_POST
@refusals_as_json
@writes("edit")
def publish(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Save what is on the workbench and show it in the gallery."""
    creation = mine(request, username, slug)
    title, licence = request.POST.get("title", "").strip()[:120], request.POST.get("licence", "")
    if licence not in Licence.values:
        raise ActionError(_("Choose a licence."))
    # All or nothing: what is not published for its title or licence is not saved either.
    with transaction.atomic():
        if request.POST.get("save"):
            _saved(request, creation)
        published = actions.publish(
            creation=creation, member=request.user, title=title, licence=licence, edition=edition_of(request)
        )
    return JsonResponse({"address": published.get_absolute_url(), "edition": published.edition})


@require_safe
@cache_control(public=True, max_age=24 * 3600)
@costs("meshes")
def parts(request: HttpRequest) -> HttpResponse:
    """Meshes and connectors of library parts: `?ids=3001,3003`; their names in `?language=`, so that caches may keep them."""
    ids = [part.strip().lower() for part in request.GET.get("ids", "").split(",") if part.strip()]
    if not ids or len(ids) > MAX_PARTS_AT_ONCE or any(len(part) > 64 for part in ids):
        raise Http404
    return HttpResponse(pack_of_parts(ids, request.GET.get("language", "en")), content_type="application/octet-stream")


@login_required
@require_POST
@refusals_as_json
@writes("read")
def read_file(request: MemberRequest) -> HttpResponse:
    """A model file of any kind we read, as LDraw text; with `parts` its parts list instead, and what is unknown in it."""
    file = request.FILES.get("file")
    if file is None:
        raise ActionError(_("Choose a file first."))
    data, name = read_upload(file), (file.name or "model.ldr")[:200]
    if request.POST.get("parts"):
        brought = read_brought(data, name)
        lots = [[lot.part, lot.colour, lot.quantity] for lot in brought.parts if not lot.custom]
        return JsonResponse({"name": name, "lots": lots, "unknown": told_unknown(brought)})
    return JsonResponse({"name": name, "text": as_text(read_model(data, name, limits()))})


def _lot(part: Any, colour: Any, quantity: Any, custom: Any = False, flexible: Any = False, length_mm: Any = 0) -> Lot:
    """A lot as the Studio tells it. Raises ValueError and TypeError for what is none."""
    number = str(part)[:120]
    return Lot(
        number if custom else today(number), int(colour), int(quantity), bool(custom), bool(flexible), int(length_mm)
    )


@login_required
@require_POST
@refusals_as_json
@writes("read")
def list_file(request: HttpRequest, name: str) -> HttpResponse:
    """The lots in the body, `[[part, colour, quantity, custom, flexible, length_mm], …]`, in one of the formats.

    What the site of the format has no number for is named in `X-Left-Out`, as JSON.
    """
    if name not in FORMATS:
        raise Http404
    write, media_type, ending = FORMATS[name]
    rows = read_json(request.read(MOST_BYTES + 1))
    quantities: Counter[Lot] = Counter()
    try:
        for row in rows[:MAX_LOTS]:
            lot = _lot(*row)
            quantities[replace(lot, quantity=0)] += lot.quantity
    except (ValueError, TypeError, KeyError) as error:
        raise BadModel(_("This parts list cannot be read.")) from error
    lots = tuple(replace(lot, quantity=quantity) for lot, quantity in sorted(quantities.items()))
    parts = PartsList(lots)
    answer = HttpResponse(write(parts), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="parts.{ending}"'
    missing = left_out_of(parts).get(name)
    if missing is not None:
        told = {"site": missing.site, "number": missing.number, "lots": missing.lots[:MOST_TOLD]}
        answer["X-Left-Out"] = json.dumps(told)
    return answer
