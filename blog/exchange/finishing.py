"""What every export needs at its end, whichever program wrote it: titles, slugs, threads, links, the pictures of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .cleaning import attributes_of, is_safe_address, with_addresses
from .links import OldAddresses, full_size, is_picture
from .pieces import in_one_form
from .records import Blog, Comment, Id, Picture, Post
from .slugs import give_slugs
from .words import plain_line

LONGEST_TITLE = 255  # of Wagtail
LONGEST_SUMMARY = 300


def finish(blog: Blog, language: str, addresses: Mapping[Id, Iterable[str]] | None = None) -> None:
    """Complete what was read. `language` is that of the site's articles it will stand among."""
    for post in blog.posts:
        _entitle(blog, post)
    give_slugs(blog.posts)
    _thread(blog)
    old = OldAddresses(blog.address, blog.posts, addresses or {}, language)
    for post in blog.posts:
        post.body = in_one_form(
            with_addresses(
                post.body, lambda kind, address: old.rewritten(address) if kind == "href" else old.whole(address)
            )
        )
        post.summary = post.summary or shortened(plain_line(post.body), LONGEST_SUMMARY)
    _find_pictures(blog)
    blog.problems.sort(key=lambda problem: problem.line)


def shortened(text: str, longest: int) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.!?") + "…"


def _entitle(blog: Blog, post: Post) -> None:
    if not post.title:
        words = shortened(plain_line(post.body), 60)
        post.title = words or (post.slug or f"{post.id}")
        blog.tell(post.line, f"Post {post.id} has no title; it is named “{post.title}”.")
    elif len(post.title) > LONGEST_TITLE:
        post.title = shortened(post.title, LONGEST_TITLE)
        blog.tell(post.line, f"The title of post {post.id} is too long; it was cut.")


def _thread(blog: Blog) -> None:
    """Comments of posts that are here, under comments that are here. Ones that answer each other in a circle answer none."""
    posts = {post.id for post in blog.posts}
    blog.comments = [comment for comment in blog.comments if comment.post in posts]
    by_id: dict[Id, Comment] = {comment.id: comment for comment in blog.comments}
    for comment in blog.comments:
        parent = by_id.get(comment.parent) if comment.parent is not None else None
        if parent is None or parent.post != comment.post:
            comment.parent = None
    settled: set[Id] = set()
    for comment in blog.comments:
        way: list[Comment] = []
        on_it: set[Id] = set()
        above: Comment | None = comment
        while above is not None and above.id not in settled:
            if above.id in on_it:
                way[-1].parent = None
                blog.tell(comment.line, f"Comment {way[-1].id} answers itself in a circle; it answers the post.")
                break
            on_it.add(above.id)
            way.append(above)
            above = by_id.get(above.parent) if above.parent is not None else None
        settled |= on_it


def _find_pictures(blog: Blog) -> None:
    """The pictures that only stand in texts join those of the library; files that are none leave it."""
    files = [picture for picture in blog.pictures if not is_picture(picture.address)]
    if files:
        blog.tell(1, f"{len(files)} files of the library are no pictures and stay where they are.")
    blog.pictures = [
        picture for picture in blog.pictures if is_picture(picture.address) and is_safe_address(picture.address)
    ]
    known = {_place(picture.address) for picture in blog.pictures}
    for post in blog.posts:
        for image in attributes_of("img", post.body):
            address = image.get("src", "")
            if not address or not known.isdisjoint({_place(address), _place(full_size(address))}):
                continue
            known.add(_place(address))
            blog.pictures.append(
                Picture(id=None, address=address, alt=" ".join(image.get("alt", "").split()), post=post.id)
            )


def _place(address: str) -> str:
    return address.split("://", 1)[-1]
