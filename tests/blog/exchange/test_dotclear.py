"""What comes out of a flat file of Dotclear."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from blog.exchange import Blog, ExchangeError, read_blog
from blog.exchange.dotclear.wiki import Wiki

from .flat import comments, flat, posts, table


@pytest.fixture
def read(tmp_path):
    def read(*tables: str, whole: bytes = b"", **how: str) -> Blog:
        (tmp_path / "blog.txt").write_bytes(whole or flat(*tables, **how).encode())
        return read_blog(tmp_path / "blog.txt")

    return read


def test_a_post_has_what_its_author_gave_it(read):
    blog = read(
        table("category", {"cat_id": "3", "cat_title": "Vaisseaux", "cat_url": "v"}),
        posts(
            {
                "post_id": "12",
                "cat_id": "3",
                "post_title": 'C:\\new &amp; "co"',
                "post_content_xhtml": "<p>C:\\new\n\\r</p>",
                "post_excerpt_xhtml": "<p>Avant</p>",
                "post_password": "",
            }
        ),
        table("meta", {"meta_id": "Espace", "meta_type": "tag", "post_id": "12"}),
    )
    (post,) = blog.posts
    assert post.title == 'C:\\new & "co"' and post.body == "<p>Avant</p>\n<p>C:\\new\n\\r</p>"
    assert (post.id, post.slug, post.state, post.author) == (12, "Le-titre", "published", "ada")
    assert post.date.isoformat() == "2009-06-01T10:00:00+00:00" and post.tags == ["Vaisseaux", "Espace"]
    assert post.address == "/post/2009/06/01/Le-titre" and post.summary == "Avant"
    assert (blog.language, blog.problems) == ("fr", [])


def test_states_and_comments(read):
    given = [
        {"post_id": str(n), "post_url": f"p{n}", "post_status": state}
        for n, state in enumerate(["1", "0", "-1", "-2"], 1)
    ]
    blog = read(
        posts(
            *given, {"post_id": "5", "post_type": "gal"}, {"post_id": "6", "post_type": "page", "post_password": "x"}
        ),
        comments(
            {"comment_id": "1"},
            {"comment_id": "2", "comment_status": "0"},
            {"comment_id": "3", "comment_status": "-1"},
            {"comment_id": "4", "comment_status": "-2"},
            {"comment_id": "5", "comment_trackback": "1"},
            {"comment_id": "6", "post_id": "99"},
        ),
    )
    assert {post.id: post.state for post in blog.posts} == {
        1: "published",
        2: "draft",
        3: "held",
        4: "held",
        6: "private",
    }
    assert {said.id: said.state for said in blog.comments} == {1: "published", 2: "held", 3: "held", 4: "spam"}
    assert blog.posts[-1].address == "/pages/2009/06/01/Le-titre"
    assert "nobody's business" not in repr(blog)


def test_a_full_export_tells_where_the_blog_stood(read):
    blog = read(
        table("blog", {"blog_id": "default", "blog_url": "http://old.example/index.php?", "blog_name": "Briques"}),
        table(
            "user",
            {
                "user_id": "ada",
                "user_name": "Lovelace",
                "user_firstname": "Ada",
                "user_displayname": "",
                "user_email": "a@example.org",
            },
        ),
        posts(
            {
                "post_content_xhtml": '<a href="/index.php?post/2010/b">b</a> <a href="http://old.example/index.php/post/2010/b#c">b</a>'
                '<img src="/public/x.jpg" alt="x">'
            },
            {"post_id": "2", "post_url": "2010/b"},
        ),
        table(
            "media",
            {"media_id": "4", "media_path": "public", "media_title": "X", "media_file": "x.jpg", "media_private": "0"},
        ),
        table("post_media", {"media_id": "4", "post_id": "1"}),
        first="///DOTCLEAR|2.6|full",
    )
    assert blog.posts[0].body == (
        '<a href="/fr/articles/b/">b</a> <a href="/fr/articles/b/#c">b</a><img src="http://old.example/public/x.jpg" alt="x">'
    )
    assert blog.posts[0].address == "http://old.example/index.php?post/2009/06/01/Le-titre"
    assert [(each.id, each.address, each.post) for each in blog.pictures] == [(4, "http://old.example/public/x.jpg", 1)]
    assert [author.name for author in blog.authors] == ["Ada Lovelace"]


def test_a_single_export_still_knows_its_own_links(read):
    blog = read(
        posts(
            {"post_content_xhtml": '<a href="http://my.example/blog/index.php/post/2009/07/02/two">2</a>'},
            {"post_id": "2", "post_url": "2009/07/02/two"},
        )
    )
    assert blog.posts[0].body == '<a href="/fr/articles/two/">2</a>'


OLD = {
    "post_id": "7", "user_id": "ada", "cat_id": "2", "post_dt": "2005-03-04 05:06:07", "post_titre": "L&#039;ancien",
    "post_titre_url": "L-ancien", "post_chapo": "", "post_chapo_wiki": "", "post_content": "", "post_content_wiki": "",
    "post_notes": "", "post_pub": "1", "post_lang": "fr",
}  # fmt: skip


def test_dotclear_1_2_in_latin_1(read):
    whole = flat(
        table("categorie", {"cat_id": "2", "cat_libelle": "Général", "cat_libelle_url": "g"}),
        table(
            "dc_post",
            {**OLD, "post_content": "<p>Été</p>", "post_content_wiki": "Été"},
            {**OLD, "post_id": "8", "post_content_wiki": "__x__"},
        ),
        table(
            "dc_comment",
            {
                "comment_id": "3",
                "post_id": "7",
                "comment_auteur": "Bob",
                "comment_content": "<p>à</p>",
                "comment_pub": "0",
                "comment_trackback": "0",
                "comment_dt": "2005-03-05 00:00:00",
            },
        ),
        first="///DOTCLEAR|1.2.8|single\r",
    )
    blog = read(whole=whole.encode("latin-1"))
    assert [(post.title, post.body, post.state) for post in blog.posts] == [
        ("L'ancien", "<p>Été</p>", "published"),
        ("L'ancien", "<p><strong>x</strong></p>", "published"),
    ]
    assert blog.posts[0].address == "/2005/03/04/7-L-ancien" and blog.posts[0].tags == ["Général"]
    assert [post.slug for post in blog.posts] == ["L-ancien", "L-ancien-2"]
    assert [(said.state, said.text, said.author) for said in blog.comments] == [("held", "à", "Bob")]


def test_packed_files_are_unpacked(tmp_path, read):
    whole = flat(posts({})).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("media/big.jpg", b"x" * 9000)
        archive.writestr("2009-blog-backup.txt", whole)
    for data in (packed.getvalue(), gzip.compress(whole), b"\xef\xbb\xbf" + whole):
        assert len(read(whole=data).posts) == 1


def test_broken_rows_are_told_and_left_out(read):
    whole = flat(posts({})) + '"2","too few"\n"3,\nwhat\n[broken\n"x"\n'
    blog = read(whole=whole.encode())
    assert [post.id for post in blog.posts] == [1]
    assert [problem.line for problem in blog.problems] == [5, 6, 7, 8, 9]
    with pytest.raises(ExchangeError, match="no posts"):
        read()


WIKI = {
    "!!!Titre\n!petit": "<h3>Titre</h3>\n<h5>petit</h5>",
    "un\ndeux\n\ntrois": "<p>un\ndeux</p>\n<p>trois</p>",
    "* a\n** b\n*# c\n* d": "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>\n<p>*# c</p>\n<ul>\n<li>d</li>\n</ul>",
    "# un\n# deux": "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>",
    "> dit\n>\n> deux": "<blockquote><p>dit</p>\n<p>deux</p></blockquote>",
    " x < y\n  z": "<pre>x &lt; y\n z</pre>",
    "''a'' __b__ @@c__@@ ++d++ --e--": "<p><em>a</em> <strong>b</strong> <code>c__</code> <ins>d</ins> <del>e</del></p>",
    "[Nom|http://x.example/a__b|fr|Titre]": '<p><a href="http://x.example/a__b" hreflang="fr" title="Titre">Nom</a></p>',
    "[http://x.example/]": '<p><a href="http://x.example/" title="http://x.example/">http://x.example/</a></p>',
    "[x|javascript:y]": "<p><a>x</a></p>",
    "((/a.jpg|Alt|L|Titre))": '<p><img src="/a.jpg" alt="Alt" title="Titre" class="alignleft"></p>',
    "((/a.jpg|Alt|C||Dessous))": '<figure class="aligncenter"><img src="/a.jpg" alt="Alt"><figcaption>Dessous</figcaption></figure>',
    "??HTML|Hyper Text?? {{dit|fr|http://s/}}": '<p><abbr title="Hyper Text">HTML</abbr> <q lang="fr" cite="http://s/">dit</q></p>',
    "a%%%b \\__c\\__ __d": "<p>a<br>b __c__ __d</p>",
    "a$$note ''b''$$": (
        '<p>a<sup>[<a href="#note-1" id="rev-note-1" class="footnote-ref">1</a>]</sup></p>\n'
        '<div class="footnotes"><h4>Note</h4>\n<p>[<a href="#rev-note-1" id="note-1">1</a>] note <em>b</em></p></div>'
    ),
    "----\n= mot\n: sens": "<hr>\n<dl>\n<dt>mot</dt>\n<dd>sens</dd>\n</dl>",
    "///html\n<b>x</b>\n///": "<b>x</b>",
    "``<u>``x``</u>``": "<p><u>x</u></p>",
}


@pytest.mark.parametrize("typed", WIKI)
def test_wiki_syntax(typed):
    assert Wiki().html(typed) == WIKI[typed]


def test_wiki_in_french_keeps_punctuation_with_its_word():
    assert Wiki(french=True).html("Quoi ?") == "<p>Quoi&nbsp;?</p>"


def test_wiki_with_a_thousand_open_signs_takes_no_time():
    assert Wiki().html("[" * 200_000).count("[") == 200_000
