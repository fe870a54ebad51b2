"""Who may read an article and talk about it, how it is found, and what an editor may send."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from blog.models import ArticleIndexPage, ArticlePage, Comment
from creations import actions as creations

pytestmark = pytest.mark.django_db


def publish(author, title="Secret", language="en", **fields) -> ArticlePage:
    index = ArticleIndexPage.objects.get(locale=Locale.objects.get(language_code=language))
    page = ArticlePage(title=title, slug=title.lower(), summary="S", owner=author, locale=index.locale, **fields)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def restrict(page, kind, *groups, password="") -> PageViewRestriction:
    made = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


@pytest.fixture
def eloise(make_member):
    return make_member("eloise", "editor")


def test_a_member_outside_the_groups_is_told_so_and_not_sent_round(client, ada, eloise):
    page = publish(eloise)
    restrict(page, "groups", "editor")
    assert client.get(page.url).url.startswith("/account/login/")
    client.force_login(ada)
    answer = client.get(page.url)
    assert answer.status_code == 403 and b"Prosum" in answer.content
    client.force_login(eloise)
    assert client.get(page.url).status_code == 200
    assert client.post(f"/comments/article/{page.pk}/add/", {"body": "Hi"}).status_code == 302


def _tried(client, page, restriction, password):
    address = f"/en/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    return client.post(address, {"password": password, "return_url": page.url})


def test_who_knows_the_password_reads_and_comments(client, ada, eloise):
    page = publish(eloise)
    restriction = restrict(page, "password", password="opensesame")
    client.force_login(ada)
    asked = client.get(page.url).content.decode()
    assert 'class="site-header"' in asked and "This page has a password" in asked and "comment-body" not in asked
    assert client.post(f"/comments/article/{page.pk}/add/", {"body": "Hi"}).status_code == 404
    wrong = _tried(client, page, restriction, "wrong")
    assert "That is not the password of this page." in wrong.content.decode()
    assert _tried(client, page, restriction, "opensesame").url == page.url
    assert "comment-body" in client.get(page.url).content.decode()
    assert client.post(f"/comments/article/{page.pk}/add/", {"body": "Hi"}).status_code == 302
    assert Comment.objects.get().article_id == page.pk


def test_passwords_are_not_tried_without_end_from_fresh_sessions(eloise, settings):
    settings.PROSUM_RATES = settings.PROSUM_RATES | {"password": "3/h"}
    page = publish(eloise)
    restriction = restrict(page, "password", password="opensesame")
    answers = [_tried(Client(), page, restriction, "wrong").status_code for _try in range(4)]
    assert answers == [200, 200, 200, 429]


def test_the_password_is_asked_for_in_the_language_of_the_page(client, eloise):
    page = publish(eloise, language="fr")
    restrict(page, "password", password="opensesame")
    assert "Cette page a un mot de passe" in client.get(page.url).content.decode()


@pytest.mark.parametrize("address", ["/en/", "/fr/"])
def test_the_address_of_a_language_is_the_first_page(client, address):
    assert client.get(address).url == "/"


def test_the_sitemap_names_articles_in_both_languages_at_the_site_s_own_address(client, eloise, creation, settings):
    settings.SITE_URL = "https://bricks.example:8443"
    pages = [publish(eloise, "On"), publish(eloise, "Sur", "fr")]
    found = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    paths = [creation.get_absolute_url(), "/en/articles/", "/fr/articles/", *(page.url for page in pages)]
    assert sorted(found) == sorted(settings.SITE_URL + path for path in paths)


def test_an_article_says_where_it_is_and_in_which_languages(client, eloise, creation, settings):
    settings.SITE_URL = "https://bricks.example:8443"
    page = publish(eloise, "On", featured=creation)
    other = publish(eloise, "Sur", "fr", translation_key=page.translation_key)
    shown = client.get(page.url).content.decode()
    assert re.search(rf'rel="canonical"\s+href="{settings.SITE_URL}{page.url}"', shown)
    assert re.search(rf'hreflang="fr"\s+href="{settings.SITE_URL}{other.url}"', shown)
    assert 'property="og:title" content="On"' in shown and 'content="article"' in shown


def test_forged_blocks_are_answered_in_words(client, eloise):
    index = ArticleIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))
    client.force_login(eloise)
    for count in ("3", "9999999", "x", ""):
        answer = client.post(f"/editor/pages/add/blog/articlepage/{index.pk}/", {"title": "X", "body-count": count})
        assert answer.status_code < 500


@pytest.fixture
def draft(ada, creation, tower):
    return creations.create(owner=ada, data=tower, file_name="secret.ldr", title="Hushhush")


def test_the_editor_s_choice_gives_away_no_draft(client, eloise, creation, draft):
    client.force_login(eloise)
    chosen = "/editor/creation-chooser/chosen"
    assert client.get(f"{chosen}/{creation.pk}/").status_code == 200
    assert client.get(f"{chosen}/{draft.pk}/").status_code == 404
    assert b"Hushhush" not in client.get(f"{chosen}-multiple/?id={draft.pk}").content


def test_a_draft_is_refused_on_the_editor_s_form(client, eloise, draft):
    index = ArticleIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))
    client.force_login(eloise)
    form = {
        "title": "X", "slug": "x", "summary": "S", "featured": draft.pk, "tags": "", "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0, "body-count": 1, "body-0-deleted": "", "body-0-order": 0, "body-0-type": "creation",
        "body-0-id": "", "body-0-value-creation": draft.pk, "body-0-value-remark": "",
    }  # fmt: skip
    answer = client.post(f"/editor/pages/add/blog/articlepage/{index.pk}/", form | {"action-publish": "1"})
    page = answer.content.decode()
    assert not ArticlePage.objects.exists()
    assert page.count("Choose a creation that everybody can see.") >= 2 and "Hushhush" not in page
