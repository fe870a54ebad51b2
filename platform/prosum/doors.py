"""One door: everybody signs in on the same page, which asks for the second factor, counts failures and knows addresses.

What the libraries bring as doors of their own leads there: Django's administration, Wagtail's, and Wagtail's private pages.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.documents.views.serve import authenticate_with_password as document_password_view
from wagtail.views import authenticate_with_password as page_password_view

from users.rates import writes


class OperatorSite(AdminSite):
    """Django's administration, without its own ways to sign in and to change a password."""

    site_header = site_title = "Prosum"

    @method_decorator([require_safe, never_cache])
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To the one door; who is signed in without the right is told so."""
        return _to_the_door(request, "admin:index", is_allowed=self.has_permission(request))

    def password_change(  # type: ignore[override]  # a redirect is no TemplateResponse
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """To the members' own page."""
        return redirect("account_change_password")


@require_safe
@never_cache
def editor_login(request: HttpRequest) -> HttpResponse:
    """In place of Wagtail's own."""
    is_allowed = request.user.has_perm("wagtailadmin.access_admin")
    return _to_the_door(request, "wagtailadmin_home", is_allowed=is_allowed)


@require_safe
@never_cache
def page_login(request: HttpRequest) -> HttpResponse:
    """In place of the one Wagtail brings for private pages."""
    return _to_the_door(request, "home", is_allowed=request.user.is_authenticated)


@require_http_methods(["GET", "HEAD", "POST"])
@writes("password")
@never_cache
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Wagtail's own page of a password that opens an article, with a rate."""
    answer: HttpResponse = page_password_view(request, page_view_restriction_id, page_id)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@writes("password")
@never_cache
def document_password(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """The same for files that articles link to."""
    answer: HttpResponse = document_password_view(request, restriction_id)
    return answer


def _to_the_door(request: HttpRequest, inside: str, *, is_allowed: bool) -> HttpResponse:
    """Where `next` or `inside` is after signing in; who is signed in and not allowed learns so instead of going round."""
    if is_allowed:
        return redirect(inside)
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or resolve_url(inside), login_url="account_login")
