"""Comments and articles."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from blog import actions
from blog.models import ArticleIndexPage, ArticlePage, Comment
from blog.queries import threads
from marketplace.tasks import plan_creations
from users.errors import NotAllowed

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
    plan_creations()
    page = client.get(article.url).content.decode()
    assert "On towers" in page and "Because." in page and "/@ada/tower/" in page and "€5.20" in page, "delivered"
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


def _restrict(page, kind: str, *groups) -> None:
    from django.contrib.auth.models import Group
    from wagtail.models import PageViewRestriction

    made = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    made.groups.set([Group.objects.get(name=name) for name in groups])


def _publish(title: str, author) -> ArticlePage:
    index = ArticleIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))
    page = ArticlePage(title=title, slug=title.lower(), summary="S", owner=author, locale=index.locale)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_an_article_below_a_restricted_page_is_announced_to_nobody_and_shown_nowhere(client, ada, make_member, kind):
    from users.notifications.models import Event, Notification
    from users.notifications.tasks import drain_events

    index = ArticleIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))
    _restrict(index, kind, "editor")
    eloise = make_member("eloise", "editor")
    page = _publish("Secret", eloise)
    drain_events()
    assert not Event.objects.filter(kind="article.published").exists() and not Notification.objects.exists()
    client.force_login(ada)
    for address in ("/", "/sitemap.xml", "/@eloise/"):
        assert (
            "Secret" not in client.get(address).content.decode()
            and "/secret/" not in client.get(address).content.decode()
        )
    if kind != "login":
        assert client.post(f"/comments/article/{page.pk}/add/", {"body": "Hi"}).status_code == 404
        with pytest.raises(NotAllowed):
            actions.comment(author=ada, body="Hi", subject=page)
    index.view_restrictions.all().delete()
    page.save_revision().publish()
    drain_events()
    assert Notification.objects.filter(member=ada, event__kind="article.published").count() == 1


@pytest.mark.parametrize(("kind", "hears"), [("password", set()), ("groups", {"marin"}), ("login", {"ada", "marin"})])
def test_what_was_announced_and_then_restricted_is_told_and_read_only_by_who_may(client, ada, make_member, kind, hears):
    from users.notifications.models import Notification
    from users.notifications.tasks import drain_events

    make_member("marin", "moderator")
    page = _publish("Secret", make_member("eloise", "editor"))
    _restrict(page, kind, "moderator")
    drain_events()
    assert {n.member.username for n in Notification.objects.all()} == hears
    Notification.objects.all().delete()
    page.view_restrictions.all().delete()
