"""What an author does to their creations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from users.answers import note, refusal, refusals_as_page, wants_json
from users.editions import EditedMeanwhile, differences, edition_of
from users.errors import ActionError, NotAllowed
from users.input.numbers import whole
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from .. import actions
from ..actions.revising import brought_together, read_upload
from ..forms import LICENCE_WORDS, CreationForm
from ..licences import licences_for
from ..models import Creation, Licence
from ..permissions import policy
from .creation import find, find_revision


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes("upload")
@once
def upload(request: MemberRequest) -> HttpResponse:
    """Make a draft of each model; files that refer to each other are one. The page's script sends each and wants JSON."""
    errors = []
    if request.method == "POST":
        made: list[Creation] = []
        try:
            for name, read in brought_together(request.FILES.getlist("files")):
                try:
                    made.append(actions.create(owner=request.user, data=read(), file_name=name))
                except ActionError as error:
                    if wants_json(request):
                        return refusal(request, error)
                    errors.append(error.message)
        except ActionError as error:
            if wants_json(request):
                return refusal(request, error)
            errors.append(error.message)
        if wants_json(request):
            if not made:
                return JsonResponse({"error": _("Choose a file first.")}, status=400)
            told = [
                {"title": creation.title, "parts": creation.part_count, "edit": creation.get_absolute_url() + "edit/"}
                for creation in made
            ]
            return JsonResponse({**told[0], "made": told})
        if made:
            for problem in errors:
                messages.error(request, problem)
            return redirect(made[0].get_absolute_url() + "edit/" if len(made) == 1 else request.user.get_absolute_url())
        if not errors:
            errors.append(_("Choose a file first."))
    return render(request, "creations/upload.html", {"errors": errors}, status=400 if errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("edit")
def edit(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """The author's page to change what the creation says and who finds it."""
    creation = mine(request, username, slug)
    allowed = licences_for(creation)
    edition = edition_of(request)
    form = CreationForm(request.POST or None, instance=creation)
    context: dict[str, Any] = {
        "creation": creation,
        "form": form,
        "edition": edition or creation.edition,
        "licences": [(licence, LICENCE_WORDS[licence], licence in allowed) for licence in Licence],
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.update(creation=creation, member=request.user, edition=edition, **form.changes())
        except EditedMeanwhile as error:
            versions = differences(CreationForm(instance=error.saved), form)
            context.update(edition=error.saved.edition, differences=versions)
            status = error.status
        except ActionError as error:
            form.add_error(form.field_for(error.field), str(error.message))
        else:
            note(request, _("Saved."))
            return redirect(saved.get_absolute_url())
    return render(request, "creations/edit.html", context, status=422 if form.errors else status)


@login_required
@require_POST
@once
@refusals_as_page
@writes("upload")
def add_revision(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Upload another state of the model; JSON for the page that sends several files."""
    creation = mine(request, username, slug)
    file = request.FILES.get("file")
    if file is None:
        raise ActionError(_("Choose a file first."))
    actions.add_revision(
        creation=creation,
        member=request.user,
        data=read_upload(file),
        file_name=file.name or "",
        message=request.POST.get("message", ""),
    )
    if wants_json(request):
        return JsonResponse(
            {"title": creation.title, "parts": creation.part_count, "edit": creation.get_absolute_url()}
        )
    note(request, _("A new revision is there. Its picture is being made."))
    return redirect(creation.get_absolute_url())


@login_required
@require_POST
@refusals_as_page
@writes("draw")
def draw_again(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Scene and picture, when they could not be made."""
    creation = mine(request, username, slug)
    actions.draw_again(creation=creation, member=request.user)
    return redirect(creation.get_absolute_url())


@login_required
@require_POST
@once
@refusals_as_page
@writes("upload")
def restore(request: MemberRequest, username: str, slug: str, number: int) -> HttpResponse:
    """Make an old revision the newest one again, as a new revision."""
    creation = mine(request, username, slug)
    revision = actions.restore(revision=find_revision(creation, number), member=request.user)
    note(request, _("Restored as revision %(number)d.") % {"number": revision.number})
    return redirect(creation.get_absolute_url() + "history/")


@login_required
@require_POST
@once
@refusals_as_page
@writes("picture")
def add_picture(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Upload a picture, and make it the cover when asked to."""
    creation = mine(request, username, slug)
    file = request.FILES.get("picture")
    if file is None:
        raise ActionError(_("Choose a picture first."))
    picture = actions.add_picture(
        creation=creation, member=request.user, upload=file, caption=request.POST.get("caption", "")
    )
    if request.POST.get("as_cover"):
        actions.choose_cover(creation=creation, member=request.user, picture=picture)
    note(request, _("The picture was added."))
    return redirect(creation.get_absolute_url() + "edit/#pictures")


@login_required
@require_POST
@refusals_as_page
@writes("edit")
def change_picture(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Choose the cover, or delete a picture."""
    creation = mine(request, username, slug)
    given = whole(request.POST.get("picture"))
    picture = None if given is None else get_object_or_404(creation.pictures, pk=given)
    if request.POST.get("action") == "delete" and picture is not None:
        actions.delete_picture(picture=picture, member=request.user)
    else:
        actions.choose_cover(creation=creation, member=request.user, picture=picture)
    return redirect(creation.get_absolute_url() + "edit/#pictures")


@login_required
@require_POST
@refusals_as_page
@writes("edit")
def delete(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Delete a creation, when its title was typed exactly."""
    creation = mine(request, username, slug)
    if request.POST.get("title", "").strip() != creation.title.strip():
        raise ActionError(_("To delete it, type its title exactly. Nothing was deleted."))
    actions.delete_creation(creation=creation, member=request.user)
    note(request, _("Deleted."))
    return redirect(request.user.get_absolute_url())


@login_required
@require_POST
@once
@refusals_as_page
@writes("fork")
def fork(request: MemberRequest, username: str, slug: str) -> HttpResponse:
    """Begin a draft of one's own from the newest revision; then the page to change it."""
    upstream = find(request, username, slug)
    if upstream.current is None:
        raise ActionError(_("There is no model to fork yet."))
    upstream.current.creation = upstream
    made = actions.fork(revision=upstream.current, member=request.user)
    note(request, _("This is your fork. It is a draft until you publish it."))
    return redirect(made.get_absolute_url() + "edit/")


def mine(request: HttpRequest, username: str, slug: str) -> Creation:
    """A creation to change: 404 for one that may not be seen, NotAllowed for one that may not be changed."""
    creation = find(request, username, slug)
    if not policy.can_edit(request.user, creation):
        raise NotAllowed
    return creation
