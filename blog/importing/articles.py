"""Bring a blog: its posts become articles, as they were and when they were. Nothing is announced.

What is here already, by its source and number, stays as it is: an editor may have worked on it since.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from users.errors import ActionError
from users.models import Member, Role
from users.one_line import one_line

from ..exchange import DRAFT, HELD, PRIVATE, PUBLISHED, Blog, Comment, Post, Problem
from ..exchange.cleaning import attributes_of, with_addresses
from ..exchange.finishing import LONGEST_SUMMARY, shortened
from ..exchange.links import article_address
from ..exchange.records import Id
from ..models import ArticleIndexPage, ArticlePage, ImportedArticle
from .bodies import body_of
from .comments import bring_comments
from .pictures import Pictures

_LONGEST_TAG = 100  # of taggit


class NoArticles(ActionError):
    """There is no list of articles in that language."""


@dataclass(slots=True)
class Report:
    """What became of a blog: how many articles and comments are new, how many articles were here, and what went wrong."""

    articles: int = 0
    known: int = 0
    comments: int = 0
    pictures: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_blog(*, blog: Blog, language: str, author: Member | None = None, pictures: Pictures | None = None) -> Report:
    """Bring all posts that are not here yet, each in a transaction of its own. Raises NoArticles.

    `author` owns those whose author no member is, by a confirmed address of mail. `pictures` finds the files.
    """
    index = ArticleIndexPage.objects.filter(locale__language_code=language).first()
    if index is None:
        raise NoArticles(_("There is no list of articles in this language."))
    bringing = _Bringing(blog, index, language, author, pictures or Pictures())
    said: dict[Id, list[Comment]] = {}
    for comment in blog.comments:
        said.setdefault(comment.post, []).append(comment)
    for post in blog.posts:
        bringing.bring(post, said.get(post.id, []))
    return bringing.report


def source_of(blog: Blog) -> str:
    """By what a blog is known again: where it stood, else what it was called."""
    parts = urlsplit(blog.address)
    return (f"{parts.netloc}{parts.path}".removeprefix("www.").rstrip("/") or blog.title or "-")[:200]


class _Bringing:
    def __init__(
        self, blog: Blog, index: ArticleIndexPage, language: str, author: Member | None, pictures: Pictures
    ) -> None:
        self.report = Report()
        self._blog = blog
        self._index = index
        self._author = author
        self._pictures = pictures
        self._source = source_of(blog)
        self._known = self._articles_here()
        self._owners = _owners(blog)
        self._names = {author.login: author.name for author in blog.authors}
        self._slugs = self._free_slugs()
        top = index.get_url() or article_address("", language).removesuffix("/")
        self._places = {article_address(post.slug, language): f"{top}{self._slugs[post.id]}/" for post in blog.posts}
        self._files = {picture.id: picture for picture in blog.pictures}

    def _articles_here(self) -> dict[str, ArticlePage]:
        rows = ImportedArticle.objects.filter(source=self._source).select_related("article")
        here: dict[str, ArticlePage] = {row.source_id: row.article for row in rows}
        site = Site.objects.filter(is_default_site=True).first()
        if site is not None and self._blog.address.rstrip("/") == site.root_url:
            # An export of this very site: the numbers are those of our own pages.
            numbers = [post.id for post in self._blog.posts if isinstance(post.id, int)]
            here |= {str(page.pk): page for page in ArticlePage.objects.filter(pk__in=numbers)}
        return here

    def _free_slugs(self) -> dict[Id, str]:
        taken = {slug.casefold() for slug in self._index.get_children().values_list("slug", flat=True)}
        slugs: dict[Id, str] = {}
        for post in self._blog.posts:
            here = self._known.get(str(post.id))
            slug, number = post.slug, 2
            while here is None and slug.casefold() in taken:
                slug, number = f"{post.slug}-{number}", number + 1
            slugs[post.id] = here.slug if here is not None else slug
            taken.add(slug.casefold())
        return slugs

    def bring(self, post: Post, comments: list[Comment]) -> None:
        """One post with what was said of it, wholly or not at all."""
        page = self._known.get(str(post.id))
        # Pictures may be fetched, which no transaction waits for.
        body = self._with_our_addresses(post) if page is None else ""
        cover = self._cover(post) if page is None else None
        try:
            with transaction.atomic():
                if page is None:
                    page = self._article(post, body, cover)
                    self.report.articles += 1
                else:
                    self.report.known += 1
                self.report.comments += bring_comments(self._source, page, comments)
        except ValidationError as error:
            self._index.refresh_from_db()
            words = " ".join(f"{name}: {' '.join(told)}" for name, told in error.message_dict.items())
            self.report.problems.append(Problem(post.line, f"Post {post.id} could not be brought: {words}"))

    def _article(self, post: Post, body: str, cover: Any) -> ArticlePage:
        owner = self._owners.get(post.author, self._author)
        page = ArticlePage(
            title=post.title,
            slug=self._slugs[post.id],
            summary=post.summary or shortened(post.title, LONGEST_SUMMARY),
            owner=owner,
            locale=self._index.locale,
            cover=cover,
            body=body_of(body),
            live=False,
            has_unpublished_changes=True,
            first_published_at=post.date if post.state in (PUBLISHED, PRIVATE) else None,
        )
        page.tags.add(*(tag[:_LONGEST_TAG] for tag in post.tags))
        self._index.add_child(instance=page)
        ImportedArticle.objects.create(
            source=self._source,
            source_id=str(post.id)[:200],
            article=page,
            state=post.state,
            author=one_line(post.author)[:200],
            author_name=one_line(self._names.get(post.author, ""))[:200],
            date=post.date,
        )
        self._settle(page, post)
        self._redirect(page, post.address)
        return page

    def _settle(self, page: ArticlePage, post: Post) -> None:
        """Public, for some, waiting for its day, or a draft."""
        if post.state == PRIVATE:
            _restrict(page, post.password)
        if post.state in (PUBLISHED, PRIVATE):
            page.save_revision().publish()
            if post.date is not None:
                ArticlePage.objects.filter(pk=page.pk).update(
                    first_published_at=post.date, last_published_at=post.date, latest_revision_created_at=post.date
                )
        elif post.state == HELD and post.waits and post.date is not None and post.date > timezone.now():
            page.go_live_at = post.date
            page.save_revision().publish()
        else:
            assert post.state in (DRAFT, HELD)
            page.save_revision()

    def _cover(self, post: Post) -> Any:
        picture = self._files.get(post.cover) if post.cover is not None else None
        return self._pictures.found(picture.address, picture.alt or picture.title) if picture is not None else None

    def _with_our_addresses(self, post: Post) -> str:
        """The body with links to where articles really stand here, and with the pictures that came along."""
        for image in attributes_of("img", post.body):
            self._pictures.found(image.get("src", ""), image.get("alt", ""))
        self.report.pictures = self._pictures.number

        def ours(kind: str, address: str) -> str:
            if kind != "href":
                return self._pictures.address(address) or address
            place, mark, fragment = address.partition("#")
            if place in self._places:
                return self._places[place] + mark + fragment
            return self._pictures.address(address) or address

        return with_addresses(post.body, ours)

    def _redirect(self, page: ArticlePage, address: str) -> None:
        """Whoever comes by the old address is led on; one that is only a number leads to the first page anyway."""
        parts = urlsplit(address)
        path = Redirect.normalise_path(parts.path + (f"?{parts.query}" if parts.query else ""))
        if len(parts.path.strip("/")) > 0 and len(path) <= 255 and path != (page.get_url() or "").rstrip("/"):
            Redirect.objects.get_or_create(old_path=path, site=None, defaults={"redirect_page": page})


def _restrict(page: ArticlePage, password: str) -> None:
    kind = PageViewRestriction.PASSWORD if password else PageViewRestriction.GROUPS
    made = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password[:255])
    if not password:
        made.groups.add(*Group.objects.filter(name=Role.EDITOR.value))


def _owners(blog: Blog) -> dict[str, Member]:
    """The members who are authors there: by an address of mail that they confirmed, for a name proves nothing."""
    owners: dict[str, Member] = {}
    for author in blog.authors:
        if author.mail:
            confirmed = Member.objects.filter(
                is_active=True, emailaddress__email__iexact=author.mail, emailaddress__verified=True
            )
            member = confirmed.first()
            if member is not None:
                owners[author.login] = member
    return owners
