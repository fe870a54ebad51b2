"""The list of notifications."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ..keyset import page
from ..rates import writes
from ..requests import MemberRequest
from .actions import mark_read
from .models import Notification
from .queries import notifications_of, unread_count
from .sentences import sentences
from .stories import stories

PAGE = 30


@login_required
@require_safe
def notifications(request: MemberRequest) -> HttpResponse:
    """What the member was told, newest first; htmx gets the next page alone."""
    found = page(notifications_of(request.user), order="-pk", size=PAGE, after=request.GET.get("after", ""))
    items = stories(request.user, found.items)
    partial = request.headers.get("HX-Request") and request.GET.get("after")
    template = "notifications/_items.html" if partial else "notifications/list.html"
    return render(request, template, {"items": items, "after": found.after})


@login_required
@require_POST
@writes("settings")
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark all as read; then the list."""
    mark_read(member=request.user)
    return redirect("notifications")


@login_required
@require_safe
def unread(request: MemberRequest) -> HttpResponse:
    """The bell's number; open pages ask when they hear that something is new."""
    return render(request, "notifications/_bell.html", {"unread": unread_count(request.user)})


@login_required
@require_safe
def open_one(request: MemberRequest, pk: int) -> HttpResponse:
    """Follow a notification to what it is about; that reads it."""
    notification = get_object_or_404(Notification.objects.select_related("event"), pk=pk, member=request.user)
    mark_read(member=request.user, notification_id=pk)
    return redirect(sentences(request.user, [notification])[0].path)
