"""What is written as WXR is read again as it was."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.exchange import Author, Blog, Comment, Post
from blog.exchange.cleaning import clean, with_addresses
from blog.exchange.links import OldAddresses
from blog.exchange.pieces import in_one_form
from blog.exchange.slugs import slug_of
from blog.exchange.wordpress.blogs import read_blog
from blog.exchange.wordpress.writing import written

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
_HARD = st.sampled_from(
    ["]]>", "[gallery]", "[[x]]", "https://a.example/b", "\nhttps://a.example\n", "&amp;", "&", "<!-- wp:x -->", "\n\n",
     "<p>", "</p>", "<pre>a\n\n\nb</pre>", "<b>x</b>", "<h2>t</h2>", "<ul><li>a", '<a href="/x?a=1&b=[2]">y</a>', "<br>", "<!--more-->",
     '<img src="a.png" alt="a > b">', "<table><tr><td>1", "<div>", "</div>", "C:\\new", "’", "<hr>"]
)  # fmt: skip
_WHOLE = OldAddresses("https://here.example", [], {}, "en")
_BODIES = st.lists(st.one_of(_WORDS, _HARD), max_size=8).map("".join)
_LINES = _WORDS.map(lambda text: " ".join(text.split()))
_DATES = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(
    lambda date: date.replace(microsecond=0, tzinfo=UTC)
)
_STATES = st.sampled_from(["published", "draft", "held", "private"])
_POSTS = st.builds(
    Post,
    id=st.integers(1, 10**12),
    title=_LINES.filter(bool),
    slug=_LINES.map(slug_of).filter(bool),
    state=_STATES,
    date=_DATES,
    author=st.sampled_from(["ada", "bob"]),
    tags=st.lists(_LINES.filter(bool), max_size=3, unique_by=str.casefold),
    body=_BODIES.map(lambda body: _as_it_stands(body)),
    summary=st.just("Said"),
)


def _as_it_stands(body: str) -> str:
    """With the form and the whole addresses that each body has once it was read."""
    return in_one_form(with_addresses(clean(body), lambda kind, address: _WHOLE.rewritten(address)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_POSTS, max_size=3, unique_by=(lambda post: post.id, lambda post: post.slug.casefold())))
def test_what_is_written_is_read_as_it_was(posts):
    comments = [
        Comment(
            id=post.id * 2 + n,
            post=post.id,
            parent=post.id * 2 if n else None,
            state=state,
            text="a < b\n\nc",
            author="X",
        )
        for post in posts
        for n, state in enumerate(["published", "held", "spam"])
    ][: 2 * len(posts)]
    comments = list({comment.id: comment for comment in comments}.values())
    blog = Blog(title="T", address="https://here.example", language="en", posts=posts, comments=comments,
                authors=[Author(login="ada", name="Ada")])  # fmt: skip
    read = read_blog("".join(written(blog)).encode("utf-8"))
    told = [(p.id, p.title, p.slug, p.state, p.date, p.author, p.tags, p.body, p.summary) for p in read.posts]
    assert told == [(p.id, p.title, p.slug, p.state, p.date, p.author, p.tags, p.body, p.summary) for p in posts]
    said = {(each.id, each.post, each.state, each.text, each.author) for each in read.comments}
    assert said == {(each.id, each.post, each.state, each.text, each.author) for each in comments}
    assert read.problems == [] and [author.name for author in read.authors] == ["Ada"]
