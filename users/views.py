"""Profiles, settings, language."""

from __future__ import annotations

from typing import Any

from allauth.account.views import signup as allauth_signup
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import actions, leaving
from .answers import View, back, note, refusals_as_page
from .collisions import violated
from .editions import EditedMeanwhile, differences, edition_of
from .errors import ActionError
from .forms import ProfileForm
from .mails.refusing import refusal_of
from .models import Follow, Member
from .once import once
from .personal_data import archive
from .profile_sections import sections
from .rates import writes
from .requests import MemberRequest


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """A member: who they are, whom they follow, and what the other apps show of them."""
    member = get_object_or_404(Member, username__iexact=username, is_active=True)
    me = request.user
    context: dict[str, Any] = {
        "member": member,
        "is_me": me == member,
        "follows": me.is_authenticated and Follow.objects.filter(follower=me.pk, followed=member).exists(),
        "followers": member.followers.count(),
        "following": member.following.count(),
    }
    for section in sections():
        context.update(section(member, me))
    return render(request, "users/profile.html", context)


@once
def sign_up(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Allauth's page. Who takes a name at the same moment as somebody else is told so by the form."""
    page: View = allauth_signup
    try:
        with transaction.atomic():
            return page(request, **kwargs)
    except IntegrityError as error:
        if not violated(error):
            raise
    return page(request, **kwargs)


@login_required
@require_POST
@refusals_as_page
@writes("follow")
def follow(request: MemberRequest, username: str) -> HttpResponse:
    """Follow somebody, or stop; then their page."""
    member = get_object_or_404(Member, username__iexact=username, is_active=True)
    if request.POST.get("follows") == "1":
        actions.unfollow(member=request.user, followed=member)
    else:
        actions.follow(member=request.user, followed=member)
    return redirect(member.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes("settings")
def settings_page(request: MemberRequest) -> HttpResponse:
    """The form to change one's page, language and mails."""
    form = ProfileForm(request.POST or None, request.FILES or None, instance=request.user)
    edition = edition_of(request)
    context: dict[str, Any] = {
        "form": form,
        "edition": edition or request.user.edition,
        "refusal": refusal_of(request.user.email),
    }
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            picture = fields.pop("picture")
            member = actions.update_profile(member=request.user, avatar=picture, edition=edition, **fields)
        except EditedMeanwhile as error:
            versions = differences(ProfileForm(instance=error.saved), form)
            context.update(edition=error.saved.edition, differences=versions)
            return render(request, "users/settings.html", context, status=error.status)
        except ActionError as error:
            form.add_error("picture", str(error.message))
        else:
            note(request, _("Saved."))
            answer = redirect("settings")
            _remember_language(answer, member.language)
            return answer
    return render(request, "users/settings.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@writes("export")
def export(request: MemberRequest) -> HttpResponse:
    """A zip of all the site holds about the member."""
    answer = HttpResponse(archive(request.user), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="prosum-{request.user.username}.zip"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("leave")
def delete(request: MemberRequest) -> HttpResponse:
    """What deleting the account means and what stands against it; a POST with the password does it."""
    if request.method == "POST":
        member = Member.objects.get(pk=request.user.pk)
        actions.delete_account(member=member, password=request.POST.get("password", ""), request=request)
        note(request, _("Your account and your creations are gone. Farewell."))
        return redirect("home")
    context = {"hindrances": leaving.hindrances(request.user), "told": leaving.told_before(request.user)}
    return render(request, "users/delete.html", context)


@require_POST
@writes("settings")
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, for this browser and, signed in, for mails too."""
    chosen = request.POST.get("language", "")
    answer = back(request, "/")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        _remember_language(answer, chosen)
        if request.user.is_authenticated:
            Member.objects.filter(pk=request.user.pk).update(language=chosen)
    return answer


def _remember_language(answer: HttpResponse, chosen: str) -> None:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
