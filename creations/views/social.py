"""Likes, collections, builds."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from users.answers import back, note, refusals_as_page
from users.errors import ActionError
from users.input.numbers import whole
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..forms import BuildForm
from ..models import Build, Collection, Creation
from ..permissions import policy
from ..queries import for_cards, liked_ids
from .creation import find


@login_required
@require_POST
@refusals_as_page
@writes("like")
def like(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Like, or take it back."""
    creation = find(request, username, slug)
    liked = request.POST.get("liked") != "1"
    (actions.like if liked else actions.unlike)(creation=creation, member=request.user)
    if request.headers.get("HX-Request"):
        creation.refresh_from_db(fields=["like_count"])
        return render(request, "creations/_like.html", {"creation": creation, "liked": liked})
    return redirect(creation.get_absolute_url())


@login_required
@require_POST
@once
@refusals_as_page
@writes("collect")
def collect(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Into a collection that exists, or a new one."""
    creation = find(request, username, slug)
    name = request.POST.get("name", "").strip()
    given = whole(request.POST.get("collection"))
    if name:
        collection = actions.create_collection(member=request.user, name=name)
    elif given is not None:
        collection = get_object_or_404(Collection, pk=given, owner=request.user)
    else:
        raise ActionError(_("Choose a collection or name a new one."))
    actions.collect(creation=creation, collection=collection, member=request.user)
    note(request, _("It is in your collection “%(name)s”.") % {"name": collection.name})
    return back(request, creation.get_absolute_url())


@login_required
@require_POST
@once
@refusals_as_page
@writes("build")
def build(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Say that one built it, with a note and a photo; then the creation's page."""
    creation = find(request, username, slug)
    form = BuildForm(request.POST)
    form.is_valid()
    actions.record_build(
        creation=creation,
        member=request.user,
        note=form.cleaned_data.get("note", ""),
        photo=request.FILES.get("picture"),
    )
    note(request, _("Well built! It is on the creation's page."))
    return redirect(creation.get_absolute_url() + "#builds")


@login_required
@require_POST
@refusals_as_page
@writes("build")
def delete_build(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a build back; then the creation's page."""
    build = get_object_or_404(Build.objects.select_related("creation__owner"), pk=pk)
    actions.delete_build(build=build, member=request.user)
    return redirect(build.creation.get_absolute_url() + "#builds")


@require_safe
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    """A collection's creations that the visitor may find; private ones are their owner's alone."""
    shown = get_object_or_404(Collection.objects.select_related("owner"), pk=pk)
    mine = request.user.is_authenticated and shown.owner_id == request.user.pk
    if not shown.is_public and not mine:
        raise Http404
    found = Creation.objects.filter(policy.visible_to(request.user), collected__collection=shown)
    creations = list(for_cards(found).order_by("-collected__created_at")[:200])
    context = {"collection": shown, "creations": creations, "mine": mine, "liked": liked_ids(request.user, creations)}
    return render(request, "creations/collection.html", context)


@login_required
@require_POST
@refusals_as_page
@writes("collect")
def change_collection(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a creation out, or delete the collection."""
    shown = get_object_or_404(Collection, pk=pk, owner=request.user)
    given = whole(request.POST.get("creation"))
    if given is not None:
        creation = get_object_or_404(Creation, pk=given)
        actions.uncollect(creation=creation, collection=shown, member=request.user)
        return redirect(shown.get_absolute_url())
    shown.delete()
    return redirect("collections")


@login_required
@require_safe
def collections(request: MemberRequest) -> HttpResponse:
    """One's own collections."""
    seen = Count("items", filter=Q(items__creation__in=policy.listed(request.user)))
    mine = request.user.collections.annotate(size=seen)
    return render(request, "creations/collections.html", {"collections": mine})
