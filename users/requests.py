"""The request of somebody who is signed in."""

from __future__ import annotations

from django.http import HttpRequest

from .models import Member


class MemberRequest(HttpRequest):
    """What a view behind `login_required` is given: its user is a member. Only the types know it."""

    user: Member
