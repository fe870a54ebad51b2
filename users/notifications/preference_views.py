"""The pages on which members say what they want to be told."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ..answers import back, note, refusals_as_page
from ..errors import ActionError
from ..rates import writes
from ..requests import MemberRequest
from . import preferences
from .forms import PreferencesForm
from .queries import muted_by


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes("settings")
def notification_settings(request: MemberRequest) -> HttpResponse:
    """What is told in which way and at which hours, and what is muted."""
    member = request.user
    form = PreferencesForm(member, request.POST) if request.method == "POST" else PreferencesForm(member)
    if request.method == "POST" and form.is_valid():
        hours = {name: form.cleaned_data[name] for name in ("time_zone", "digest_hour", "digest_weekday")}
        try:
            preferences.set_hours(member=member, quiet=form.quiet(), **hours)
            preferences.choose(member=member, choices=form.chosen())
        except ActionError as error:
            form.add_error(None, str(error.message))
        else:
            note(request, _("Saved."))
            return redirect("notification_settings")
    context = {"form": form, "muted": muted_by(member)}
    return render(request, "notifications/settings.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@refusals_as_page
@writes("settings")
def mute(request: MemberRequest) -> HttpResponse:
    """Hear nothing more of `key`, or with `again` hear of it again; then where one was."""
    key = request.POST.get("key", "")
    if "again" in request.POST:
        preferences.unmute(member=request.user, key=key)
        note(request, _("You hear of it again."))
    else:
        preferences.mute(member=request.user, key=key)
        note(request, _("You hear nothing more of it. Your settings list what you muted."))
    return back(request, "/notifications/")


@csrf_exempt  # a mail program posts here by itself (RFC 8058): the signed link is what allows it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("unsubscribe")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page that asks; only a POST unsubscribes, as programs that look at mails follow links."""
    _member, kind = preferences.unsubscribing(token)
    everything = request.POST.get("all") == "1" or kind is None
    done = request.method == "POST"
    if done:
        preferences.unsubscribe(token=token, everything=everything)
    context = {"kind": None if everything and done else kind, "done": done}
    return render(request, "notifications/unsubscribe.html", context)
