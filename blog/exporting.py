"""The articles of a language as a blog that other programs read."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from wagtail.models import PageViewRestriction, Site

from users.models import Member

from .exchange import DRAFT, HELD, PRIVATE, PUBLISHED, Author, Blog, Comment, Picture, Post
from .exchange.cleaning import with_addresses
from .exchange.records import Id
from .importing.bodies import html_of
from .models import ArticlePage
from .models import Comment as Said

_PICTURES = 1_000_000_000  # numbers of pictures begin here, so that none is that of an article


def blog_of(language: str) -> Blog:
    """All articles of a language with what was said of them, drafts too. Comments that were deleted are not told."""
    site = Site.objects.filter(is_default_site=True).first()
    blog = Blog(
        title=site.site_name if site is not None else "",
        address=site.root_url if site is not None else "",
        language=language,
    )
    authors: dict[str, Author] = {}
    articles = ArticlePage.objects.filter(locale__language_code=language).select_related("owner", "imported", "cover")
    for page in articles.order_by("pk").prefetch_related("tags"):
        # As an editor left it, not as it is shown: a draft's words stand in its newest revision.
        latest = page.get_latest_revision_as_object() if not page.live else page
        author = _author(page)
        if author is not None:
            authors.setdefault(author.login, author)
        blog.posts.append(_post(latest, page, blog, author))
        blog.comments += _comments(page)
    blog.authors = list(authors.values())
    return blog


def _post(latest: ArticlePage, page: ArticlePage, blog: Blog, author: Author | None) -> Post:
    state, password = _state(page)
    imported = getattr(page, "imported", None)
    date = page.first_published_at or page.go_live_at or (imported.date if imported is not None else None)
    body = with_addresses(
        html_of(latest), lambda kind, address: address if kind == "href" else urljoin(f"{blog.address}/", address)
    )
    return Post(
        id=page.pk,
        title=latest.title,
        slug=page.slug,
        address=urljoin(f"{blog.address}/", page.get_url() or ""),
        state=state,
        date=date,
        author=author.login if author is not None else "",
        tags=sorted(tag.name for tag in latest.tags.all()),
        body=body,
        summary=latest.summary,
        password=password,
        waits=state == HELD and page.go_live_at is not None,
        cover=_cover(latest, page.pk, blog),
    )


def _cover(page: ArticlePage, number: int, blog: Blog) -> Id | None:
    if page.cover is None:
        return None
    identity: int = _PICTURES + page.cover.pk
    if all(picture.id != identity for picture in blog.pictures):
        address = urljoin(f"{blog.address}/", page.cover.file.url)
        blog.pictures.append(Picture(id=identity, address=address, title=page.cover.title, post=number))
    return identity


def _state(page: ArticlePage) -> tuple[str, str]:
    """And the password, where one is asked for."""
    restriction = page.get_view_restrictions().order_by("-restriction_type").first()
    if restriction is not None:
        is_open = restriction.restriction_type == PageViewRestriction.PASSWORD and page.live
        return PRIVATE, restriction.password if is_open else ""
    if page.live:
        return PUBLISHED, ""
    imported = getattr(page, "imported", None)
    waits = page.go_live_at is not None or (imported is not None and imported.state == HELD)
    return HELD if waits else DRAFT, ""


def _author(page: ArticlePage) -> Author | None:
    """The member who owns it, else whom its source named. Addresses of mail are nobody else's business."""
    owner: Member | None = page.owner
    if owner is not None:
        return Author(login=owner.username, name=str(owner))
    imported = getattr(page, "imported", None)
    return (
        Author(login=imported.author, name=imported.author_name) if imported is not None and imported.author else None
    )


def _comments(page: ArticlePage) -> Iterable[Comment]:
    """Those that are shown, under our numbers; those that were kept out of sight, under their source's."""
    shown = list(Said.objects.filter(article=page, deleted_at=None).select_related("author", "imported").order_by("pk"))
    numbers: dict[str, int] = {each.imported.source_id: each.pk for each in shown if hasattr(each, "imported")}
    for each in shown:
        imported = getattr(each, "imported", None)
        parent = numbers.get(imported.parent_id) if imported is not None else each.parent_id
        yield Comment(
            id=each.pk,
            post=page.pk,
            parent=parent,
            state=PUBLISHED,
            author=each.author.username if each.author is not None else imported.name if imported is not None else "",
            date=each.created_at,
            text=each.body,
        )
    for kept in page.imported_comments.filter(comment=None).order_by("pk"):
        yield Comment(
            id=f"kept-{kept.pk}",
            post=page.pk,
            parent=numbers.get(kept.parent_id),
            state=kept.state,
            author=kept.name,
            date=kept.said_at,
            text=kept.body,
        )
