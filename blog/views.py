"""Comments, and the way to the articles in the visitor's language."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Locale, PageViewRestriction

from creations.models import Creation
from creations.permissions import policy as creation_policy
from users.answers import refusals_as_page
from users.editions import Difference, EditedMeanwhile, edition_of
from users.input.numbers import whole
from users.once import once
from users.rates import writes
from users.requests import MemberRequest

from . import actions
from .models import ArticleIndexPage, ArticlePage, Comment
from .permissions import article_policy, policy


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """To the list of articles in the page's language."""
    language = (get_language() or "en")[:2]
    index = ArticleIndexPage.objects.live().filter(locale=Locale.objects.filter(language_code=language).first()).first()
    if index is None or not index.url:
        raise Http404
    return redirect(index.url)


@login_required
@require_POST
@once
@refusals_as_page
@writes("comment")
def add(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Say something on a creation or an article, or answer; then the page with the comment in view."""
    subject: Creation | ArticlePage
    passed = request.session.get(PageViewRestriction.passed_view_restrictions_session_key, [])
    if kind == "creation":
        subject = get_object_or_404(Creation.objects.select_related("owner"), pk=pk)
        if not (_came_from(request, subject) or creation_policy.can_find(request.user, subject)):
            raise Http404
    else:
        article = subject = get_object_or_404(ArticlePage.objects.live(), pk=pk)
        if not article_policy.can_read(request.user, article, passed):
            raise Http404
    given = whole(request.POST.get("parent"))
    parent = None if given is None else get_object_or_404(Comment, pk=given)
    body = request.POST.get("body", "")
    made = actions.comment(author=request.user, body=body, subject=subject, parent=parent, passed=passed)
    return redirect(made.path)


def _came_from(request: MemberRequest, creation: Creation) -> bool:
    """Whether the form stood on the creation's page: its number alone opens nothing that is unlisted."""
    page = request.POST.get("next", "").partition("?")[0]
    return page == creation.get_absolute_url() and creation_policy.can_view(request.user, creation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_page
@writes("edit")
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The form to change one's own comment; then the page with the comment in view."""
    comment = _find(pk)
    body, edition = request.POST.get("body", comment.body), edition_of(request)
    context: dict[str, Any] = {"comment": comment, "body": body, "edition": edition or comment.edition}
    if request.method == "POST":
        try:
            changed = actions.edit_comment(comment=comment, member=request.user, body=body, edition=edition)
        except EditedMeanwhile as error:
            version = Difference(str(_("Comment")), error.saved.body, body)
            context.update(edition=error.saved.edition, differences=[version])
            return render(request, "blog/edit_comment.html", context, status=error.status)
        return redirect(changed.path)
    if not policy.can_edit(request.user, comment):
        raise Http404
    return render(request, "blog/edit_comment.html", context)


@login_required
@require_POST
@refusals_as_page
@writes("edit")
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a comment's words away; then the page where it stood."""
    return redirect(actions.delete_comment(comment=_find(pk), member=request.user).path)


def _find(pk: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("author", "creation__owner", "article"), pk=pk)
