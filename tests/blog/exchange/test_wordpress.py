"""What comes out of an export of WordPress."""

from __future__ import annotations

import pytest

from blog.exchange import Blog, ExchangeError, read_blog

from .wxr import HEAD, TAIL, attachment, comment, item, term, wxr


@pytest.fixture
def read(tmp_path):
    def read(*items: str | bytes, name: str = "export.xml") -> Blog:
        whole = items[0] if len(items) == 1 and isinstance(items[0], bytes) else wxr(*items)
        (tmp_path / name).write_bytes(whole)
        return read_blog(tmp_path / name)

    return read


def test_a_post_has_what_its_author_gave_it(read):
    tags = term("News", "category") + term("Castle") + term("news") + term("Uncategorized", "category", "uncategorized")
    blog = read(item(7, "One\ntwo\n\nThree", tags, title="Tom &amp; <em>Jerry</em>", post_name="tom-and-jerry"))
    (post,) = blog.posts
    assert (post.id, post.title, post.slug, post.state, post.author) == (
        7,
        "Tom & Jerry",
        "tom-and-jerry",
        "published",
        "ada",
    )
    assert post.date.isoformat() == "2019-05-04T10:30:00+00:00" and post.address == "https://old.example/?p=7"
    assert post.tags == ["News", "Castle"]
    assert post.body == "<p>One<br>\ntwo</p>\n<p>Three</p>"
    assert (blog.title, blog.language, blog.problems) == ("Bricks & more", "en", [])


def test_states_of_posts_and_what_is_no_post(read):
    states = ["publish", "draft", "pending", "future", "private", "trash", "auto-draft"]
    blog = read(
        *(item(n, "x", status=state) for n, state in enumerate(states, 1)),
        item(8, "x", post_password="secret"),
        item(9, "x", post_type="page"),
        item(10, post_type="nav_menu_item"),
        item(11, "x", post_type="revision", status="inherit"),
        item(12, "x", post_type="product"),
    )
    assert {post.id: post.state for post in blog.posts} == {
        1: "published",
        2: "draft",
        3: "held",
        4: "held",
        5: "private",
        8: "private",
        9: "published",
    }
    assert [problem.text for problem in blog.problems] == ["1 of the kind “product” left out: neither post nor page."]


def test_comments_keep_their_thread_and_state(read):
    blog = read(
        item(
            1,
            "x",
            comment(5, parent=6),
            comment(6),
            comment(7, 0, parent=99),
            comment(8, "spam"),
            comment(9, "trash"),
            comment(10, kind="pingback"),
            comment(11, parent=10, text="<p>a &lt; b</p>\n<p>c</p>"),
            comment(12, parent=13),
            comment(13, parent=12),
        ),
        item(2, "x", comment(20, parent=5)),
    )
    told = {said.id: (said.post, said.parent, said.state) for said in blog.comments}
    assert told == {
        5: (1, 6, "published"),
        6: (1, None, "published"),
        7: (1, None, "held"),
        8: (1, None, "spam"),
        11: (1, None, "published"),
        12: (1, 13, "published"),
        13: (1, None, "published"),
        20: (2, None, "published"),
    }
    assert next(said.text for said in blog.comments if said.id == 11) == "a < b\n\nc"


def test_dates_of_zero_and_slugs_that_are_missing(read):
    zero = "0000-00-00 00:00:00"
    blog = read(
        item(1, "x", status="draft", post_date_gmt=zero, post_date=zero, post_name="", title="Été à l’œuvre"),
        item(2, "x", post_name="ete-a-l-oeuvre", post_date_gmt=zero, post_date="2011-02-03 04:05:06"),
        item(3, "x", post_name="%d0%bf%d1%80%d0%b8%d0%b2%d0%b5%d1%82", title="Привет"),
        item(4, "Words of a <b>note</b>", title=""),
    )
    assert [post.slug for post in blog.posts] == ["ete-a-l-oeuvre-2", "ete-a-l-oeuvre", "привет", "words-of-a-note"]
    assert blog.posts[0].date is None and blog.posts[1].date.isoformat() == "2011-02-03T04:05:06+00:00"
    assert blog.posts[3].title == "Words of a note"


def test_links_between_posts_lead_to_where_they_stand_now(read):
    one = "https://old.example/2019/05/one/"
    blog = read(
        item(
            1,
            f'<a href="http://www.old.example/2019/05/two/#end">2</a> <a href="/?p=2">2</a> <a href="{one}">me</a> '
            '<a href="https://other.example/2019/05/two/">not</a> <a href="/gone/">gone</a> <img src="/up/a-300x200.jpg">',
            link=one,
            post_name="one",
        ),
        item(2, "x", link="https://old.example/2019/05/two/", post_name="two"),
        attachment(3, "https://old.example/up/a.jpg"),
    )
    assert blog.posts[0].body == (
        '<p><a href="/en/articles/two/#end">2</a> <a href="/en/articles/two/">2</a> <a href="/en/articles/one/">me</a> '
        '<a href="https://other.example/2019/05/two/">not</a> <a href="https://old.example/gone/">gone</a> '
        '<img src="https://old.example/up/a-300x200.jpg"></p>'
    )
    assert [picture.address for picture in blog.pictures] == ["https://old.example/up/a.jpg"]


def test_shortcodes_become_what_they_showed(read):
    blog = read(
        item(
            1,
            '[caption id="x" align="alignleft" width="9"]<img src="https://o.example/a.jpg" alt="A"> Words[/caption]\n\n'
            '[gallery ids="3,4,99"]\n\n[embed]https://video.example/1[/embed]\n\n[[gallery]] and [sic]\n\n[form id="2"]',
        ),
        attachment(3, "https://o.example/three.png", title="Three"),
        attachment(4, "https://o.example/four.png", title="Four", excerpt="Said of four"),
    )
    assert blog.posts[0].body == (
        '<figure class="alignleft"><img src="https://o.example/a.jpg" alt="A"><figcaption>Words</figcaption></figure>\n'
        '<div class="gallery">\n<figure><img src="https://o.example/three.png" alt="Three"></figure>\n'
        '<figure><img src="https://o.example/four.png" alt="Four"><figcaption>Said of four</figcaption></figure>\n</div>\n'
        '<p><a href="https://video.example/1">https://video.example/1</a></p>\n'
        '<p>[gallery] and [sic]</p>\n<p>[form id="2"]</p>'
    )
    assert [problem.text for problem in blog.problems] == [
        "A gallery names pictures that this file does not have: 99.",
        "The shortcode [form] is not known here; it stays as words.",
    ]


def test_blocks_stand_as_their_html(read):
    body = (
        '<!-- wp:paragraph {"a":"--\\u003e"} -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:more -->\n<!--more-->\n'
        '<!-- /wp:more -->\n\n<!-- wp:block {"ref":9} /-->\n\n<!-- wp:latest-posts /-->\nClassic\nwords'
    )
    blog = read(
        item(1, body), item(9, "<!-- wp:list -->\n<ul><li>a</li></ul>\n<!-- /wp:list -->", post_type="wp_block")
    )
    assert blog.posts[0].body == "<p>One\ntwo</p>\n<ul><li>a</li></ul>\n<p>Classic<br>\nwords</p>"
    assert [problem.text for problem in blog.problems] == [
        "The block “latest-posts” was filled by the old site; its place stays empty."
    ]


def test_what_runs_does_not_come_in(read):
    blog = read(
        item(
            1,
            '<p onclick="x()">a<script>x()</script><a href="javascript:x()">b</a><iframe src="//v.example/1"></iframe></p>',
        )
    )
    assert blog.posts[0].body == '<p>a<a>b</a><a href="https://v.example/1">https://v.example/1</a></p>'


BROKEN = {
    "bare ampersand": (HEAD + item(1, "x", title="Q").replace("<![CDATA[Q]]>", "Q & A") + TAIL, "Q & A", "<p>x</p>"),
    "control signs": (HEAD + item(1, "a\x00b\x0bc", title="Q") + TAIL, "Q", "<p>abc</p>"),
    "split CDATA": (HEAD + item(1, "if (a[b[0]]>1)", title="Q") + TAIL, "Q", "<p>if (a[b[0]]&gt;1)</p>"),
    "no end": (HEAD + item(1, "x", title="Q") + "<item><title>Half</title>", "Q", "<p>x</p>"),
    "no end of the item": (HEAD + item(1, "x", title="Q").replace("</item>", "") + TAIL, "Q", "<p>x</p>"),
    "other prefixes": (
        (HEAD + item(1, "x", title="Q") + TAIL).replace("wp:", "w:").replace("xmlns:w:", "xmlns:w"),
        "Q",
        "<p>x</p>",
    ),
    "undeclared prefixes": ("<rss><channel>" + item(1, "x", title="Q") + TAIL, "Q", "<p>x</p>"),
    "HTML not escaped": (
        HEAD + item(1, "X", title="Q").replace("<![CDATA[X]]>", "<p>a <b>c</b></p>") + TAIL,
        "Q",
        "<p>a <b>c</b></p>",
    ),
    "BOM and blank lines": ("\ufeff\n\n" + HEAD + item(1, "é", title="Q") + TAIL, "Q", "<p>é</p>"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_read_as_far_as_it_goes(read, name):
    text, title, body = BROKEN[name]
    text = text.replace("xmlns:wp", "xmlns:w") if name == "other prefixes" else text
    blog = read(text.encode())
    assert [(post.title, post.body) for post in blog.posts] == [(title, body)]


def test_other_encodings_are_understood(read):
    text = HEAD.replace("UTF-8", "ISO-8859-1") + item(1, "déjà vu", title="Été") + TAIL
    for encoded in (text.encode("latin-1"), text.encode("utf-16")):
        blog = read(encoded)
        assert (blog.posts[0].title, blog.posts[0].body) == ("Été", "<p>déjà vu</p>")


@pytest.mark.parametrize(
    "whole",
    [
        b"",
        b"   \n",
        b"<!DOCTYPE html><html><body>Log in</body></html>",
        b"id;title\n1;x\n",
        b'<?xml version="1.0"?><rss><channel><item><title>News</title></item></channel></rss>',
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss xmlns:wp="x"><channel></channel></rss>',
        b"PK\x03\x04nonsense",
        b"\x1f\x8bnonsense",
    ],
)
def test_what_is_no_export_is_refused_in_words(read, whole):
    with pytest.raises(ExchangeError):
        read(whole)
