"""Comments and articles."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from blog import actions
from blog.models import ArticleIndexPage, ArticlePage, Comment
from blog.queries import threads

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(creation, make_member):
    eloise = make_member("eloise", "editor")
    index = ArticleIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))
    page = ArticlePage(
        title="On towers", slug="on-towers", summary="They stand.", owner=eloise, locale=index.locale, featured=creation,
        body=[("heading", "Why"), ("text", "<p>Because.</p>"), ("quote", {"text": "Up.", "source": ""}),
              ("creation", {"creation": creation, "remark": "Look"})],
    )  # fmt: skip
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_comment_answer_edit_delete(client, ada, basile, creation):
    client.cookies["django_language"] = "en"
    client.force_login(basile)
    client.post(f"/comments/creation/{creation.pk}/add/", {"body": "Lovely **tower** <b onclick=x>"})
    comment = Comment.objects.get()
    page = client.get("/@ada/tower/").content.decode()
    assert "<strong>tower</strong>" in page and "<b onclick" not in page and f'id="comment-{comment.pk}"' in page
    client.post(f"/comments/{comment.pk}/edit/", {"body": "Lovely"})
    client.force_login(ada)
    client.post(f"/comments/creation/{creation.pk}/add/", {"body": "Thanks", "parent": comment.pk})
    assert client.post(f"/comments/{comment.pk}/edit/", {"body": "Hm"}).status_code == 403
    assert client.post(f"/comments/{comment.pk}/delete/").status_code == 403
    client.force_login(basile)
    client.post(f"/comments/{comment.pk}/delete/")
    creation.refresh_from_db()
    page = client.get("/@ada/tower/").content.decode()
    assert (
        creation.comment_count == 1
        and "This comment was deleted." in page
        and "Thanks" in page
        and "Lovely" not in page
    )


def test_moderators_delete_what_others_wrote(client, basile, creation, make_member):
    comment = actions.comment(author=basile, body="Rude", subject=creation)
    client.force_login(make_member("marin", "moderator"))
    client.post(f"/comments/{comment.pk}/delete/")
    assert Comment.objects.get().body == ""


def test_empty_and_endless_comments_are_refused(client, basile, creation):
    client.force_login(basile)
    for body in ("   ", "x" * 5001):
        assert client.post(f"/comments/creation/{creation.pk}/add/", {"body": body}).status_code == 400


def test_answers_stay_on_their_subject(client, basile, creation, article):
    comment = actions.comment(author=basile, body="Here", subject=creation)
    client.force_login(basile)
    answer = client.post(f"/comments/article/{article.pk}/add/", {"body": "There", "parent": comment.pk})
    assert answer.status_code == 403


def test_deep_threads_stop_indenting(basile, creation):
    parent = None
    for k in range(8):
        parent = actions.comment(author=basile, body=str(k), subject=creation, parent=parent)

    def depth(trees):
        return 1 + max((depth(tree.answers) for tree in trees), default=0) if trees else 0

    assert depth(threads(creation)) <= actions.MAX_DEPTH + 1


def test_article_shows_its_creation_live(client, article, creation, shop):
    page = client.get(article.url).content.decode()
    assert "On towers" in page and "Because." in page and "/@ada/tower/" in page and "€0.30" in page
    assert "On towers" in client.get(article.get_parent().url).content.decode()


def test_articles_in_the_visitors_language(client, article):
    assert client.get("/articles/", headers={"accept-language": "fr-CA"}).url == "/fr/articles/"
    assert client.get("/articles/", headers={"accept-language": "en"}).url == "/en/articles/"


def test_editors_edit_and_others_do_not(client, article, basile):
    client.force_login(basile)
    assert client.get(f"/editor/pages/{article.pk}/edit/").status_code == 302
    client.force_login(article.owner)
    assert client.get(f"/editor/pages/{article.pk}/edit/").status_code == 200
    assert client.get("/editor/creation-chooser/").status_code == 200


def test_article_tags_filter_the_list(client, article):
    article.tags.add("Towers")
    article.save_revision().publish()
    assert "On towers" in client.get("/en/articles/?tag=towers").content.decode()
    assert "On towers" not in client.get("/en/articles/?tag=none").content.decode()


def test_comments_cost_the_same_for_few_and_many(client, basile, creation):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 9):
        for k in range(number):
            actions.comment(author=basile, body=str(k), subject=creation)
        client.get("/@ada/tower/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/@ada/tower/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
