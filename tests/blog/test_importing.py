"""A blog that is brought into the site: what readers and editors then see."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.exchange import read_blog
from blog.importing.bodies import html_of
from blog.models import ArticlePage, Comment, ImportedComment
from prosum import blogs
from users.notifications.models import Event

from .exchange.wxr import attachment, comment, item, term, wxr

pytestmark = pytest.mark.django_db

AUTHOR = (
    "<wp:author><wp:author_login>ada</wp:author_login><wp:author_email>ADA@old.example</wp:author_email>"
    "<wp:author_display_name>Ada L.</wp:author_display_name></wp:author>"
)
RICH = (
    '<p>Words and <strong>more</strong>, <a href="https://old.example/two/#x">two</a></p>\n\n<h2>Part &amp; part</h2>\n\n'
    '<table><tr><td>1</td></tr></table>\n\n<h3>Small</h3>\n\n<p><img src="https://old.example/up/a-300x200.png" alt="A"></p>'
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


@pytest.fixture
def bring(tmp_path, capfdbinary, root_collection):
    def bring(*items: str, **options: object) -> dict:
        (tmp_path / "blog.xml").write_bytes(wxr(AUTHOR, *items))
        capfdbinary.readouterr()
        call_command("import_blog", str(tmp_path / "blog.xml"), json=True, **options)
        return json.loads(capfdbinary.readouterr().out)

    return bring


def test_a_blog_comes_in_as_it_was_and_once(bring, client, make_member, tmp_path):
    (tmp_path / "files/uploads/up").mkdir(parents=True)
    (tmp_path / "files/uploads/up/a.png").write_bytes(PIXEL)
    items = (
        item(
            1,
            RICH,
            term("Castles"),
            comment(5, text="First"),
            comment(6, 0, text="Held words"),
            comment(7, "spam", text="Spam words"),
            comment(8, parent=5, text="An answer"),
            title="One",
            post_name="one",
            link="https://old.example/2019/05/one/",
        ),
        item(2, "x", title="Two", post_name="two", link="https://old.example/two/"),
        item(3, "secret words", title="Draft", status="draft", post_name="draft"),
        item(4, "secret words", title="Private", status="private", post_name="private"),
        item(9, "secret words", title="Behind", post_password="sesame", post_name="behind"),
        item(
            10, "secret words", title="Later", status="future", post_date_gmt="2999-01-01 00:00:00", post_name="later"
        ),
        attachment(20, "https://old.example/up/a.png", title="A"),
    )
    events = Event.objects.count()
    told = bring(*items, media=tmp_path / "files")
    assert [post["id"] for post in told["posts"]] == [1, 2, 3, 4, 9, 10] and told["problems"] == []

    page = ArticlePage.objects.get(slug="one")
    answer = client.get(page.url).content.decode()
    assert "Ada L." in answer and "May 4, 2019" in answer and "Castles" in answer
    assert f'<a href="{page.url.replace("one", "two")}#x">two</a>' in answer and "<h2>Part &amp; part</h2>" in answer
    assert "<td>1</td>" in answer and "/original_images/a" in answer and "old.example" not in answer
    assert "First" in answer and "Bob" in answer and "Held words" not in answer and "Spam words" not in answer
    assert [block.block_type for block in page.body] == ["text", "heading", "html"]
    first, second = Comment.objects.filter(article=page).order_by("pk")
    assert second.parent == first and first.created_at == datetime(2019, 5, 5, 8, tzinfo=UTC)
    assert set(ImportedComment.objects.values_list("state", flat=True)) == {"published", "held", "spam"}

    assert client.get("/2019/05/one/").url == page.url
    for slug in ("draft", "private", "behind", "later"):
        assert b"secret words" not in client.get(page.url.replace("one", slug), follow=True).content
    later = ArticlePage.objects.get(slug="later")
    assert not later.live and later.go_live_at.year == 2999
    assert Event.objects.count() == events, "what was read elsewhere is no news"

    before = (Page.objects.count(), Comment.objects.count(), ImportedComment.objects.count(), Redirect.objects.count())
    bring(*items, media=tmp_path / "files")
    assert before == (
        Page.objects.count(),
        Comment.objects.count(),
        ImportedComment.objects.count(),
        Redirect.objects.count(),
    )


def test_every_article_that_came_opens_and_saves_in_the_editor(bring, client, make_member):
    bring(
        item(1, RICH, title="One"),
        item(2, "", title=""),
        item(3, "x", title="T" * 400),
        item(4, "[form a=1]", status="draft"),
    )
    client.force_login(make_member("root", is_superuser=True, is_staff=True))
    for page in ArticlePage.objects.all():
        address = f"/editor/pages/{page.pk}/edit/"
        assert client.get(address).status_code == 200
        before = html_of(page)
        typed = nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "summary": page.summary,
                "cover": "",
                "featured": "",
                "tags": "",
                "body": streamfield([(block.block_type, _typed(block)) for block in page.body]),
                "comments": inline_formset([]),
            }
        )
        revisions = page.revisions.count()
        client.post(address, typed)
        assert page.revisions.count() == revisions + 1, "the form was refused"
        saved = html_of(page.get_latest_revision_as_object())
        assert saved.replace("<b>", "<strong>").replace("</b>", "</strong>") == before


def _typed(block):
    """What the editor's form sends for a block that nobody touched."""
    return rich_text(block.value.source, features=block.block.features) if block.block_type == "text" else block.value


def test_slugs_that_are_taken_here_are_found_in_links_too(bring, client):
    bring(item(1, "x", title="Mine", post_name="two", link="https://old.example/mine/"))
    Page.objects.filter(slug="two").update(slug="taken")
    bring(
        item(7, '<a href="https://old.example/t/">t</a>', post_name="s"),
        item(8, "x", post_name="taken", link="https://old.example/t/"),
    )
    assert ArticlePage.objects.filter(slug="taken-2").exists()
    assert "/articles/taken-2/" in client.get(ArticlePage.objects.get(slug="s").url).content.decode()


def test_authors_are_members_who_confirmed_their_address(bring, make_member):
    from allauth.account.models import EmailAddress

    ada = make_member("somebody")
    EmailAddress.objects.update_or_create(user=ada, email="ada@old.example", defaults={"verified": False})
    bring(item(1, "x", post_name="one"))
    assert ArticlePage.objects.get(slug="one").owner is None
    EmailAddress.objects.filter(user=ada).update(verified=True)
    bring(item(2, "x", post_name="two"))
    assert ArticlePage.objects.get(slug="two").owner == ada


def test_what_is_exported_comes_in_again_as_it_was(bring, tmp_path):
    told = bring(
        item(
            1,
            RICH,
            term("Castles"),
            comment(5),
            comment(6, parent=5),
            comment(7, "spam"),
            title="One & <b>",
            post_name="one",
        ),
        item(2, "x", title="Draft", status="draft", post_name="draft"),
        item(3, "[sic] ]]>", title="Held", status="pending", post_name="held", post_date_gmt="2018-01-01 00:00:00"),
        item(4, "x", title="Behind", post_password="sesame", post_name="behind"),
        item(5, "x", title="Private", status="private", post_name="private"),
    )
    call_command("export_blog", str(tmp_path / "out.xml"))
    again = json.loads(blogs.json_of(read_blog(tmp_path / "out.xml")))
    same = ("title", "slug", "state", "date", "author", "tags", "body")
    assert [[post[name] for name in same] for post in again["posts"]] == [
        [post[name] for name in same] for post in told["posts"]
    ]
    assert [said["state"] for said in again["comments"]] == ["published", "published", "spam"]
    assert again["comments"][1]["parent"] == again["comments"][0]["id"] and again["problems"] == []
    articles = ArticlePage.objects.count()
    call_command("import_blog", str(tmp_path / "out.xml"))
    assert ArticlePage.objects.count() == articles, "this site's own articles are here already"
