"""The two trees of articles, French and English, and what editors may do in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from users.models import Role

from .models import ArticleIndexPage

_PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
_IMAGE_PERMISSIONS = ("add_image", "change_image", "choose_image")


def make_trees(**kwargs: Any) -> None:
    """Make what is missing; run after every migration. Each language has a root page whose child is its articles."""
    if Locale._meta.db_table not in _tables():
        return
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    default = locales[settings.LANGUAGE_CODE]
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=default, content_type=_page_type())
    )
    home = Page.objects.filter(depth=2, locale=default).first()
    if home is None:
        home = root.add_child(instance=Page(title="Prosum", slug="home", locale=default, content_type=_page_type()))
    elif home.title != "Prosum":
        home.title = home.draft_title = "Prosum"
        home.save()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    site.root_page, site.site_name = home, "Prosum"
    site.save()
    for code, locale in locales.items():
        with override(code):
            top = home if locale == default else home.get_translation_or_none(locale)
            if top is None:
                top = home.copy_for_translation(locale, copy_parents=False)
                top.get_latest_revision_as_object().save_revision().publish()
                top = home.get_translation(locale)
            if not ArticleIndexPage.objects.filter(locale=locale).exists():
                first = ArticleIndexPage.objects.first()
                # Translations of each other, so that an editor may translate an article.
                key = {"translation_key": first.translation_key} if first is not None else {}
                top.add_child(
                    instance=ArticleIndexPage(
                        title=_("Articles"),
                        slug="articles",
                        locale=locale,
                        **key,
                        introduction=_("About making what one uses, and about what members made."),
                    )
                )
    _let_editors_edit()


def _let_editors_edit() -> None:
    editors, _made = Group.objects.get_or_create(name=Role.EDITOR.value)
    editors.permissions.add(*Permission.objects.filter(codename="access_admin"))
    for index in ArticleIndexPage.objects.all():
        for permission in Permission.objects.filter(content_type=_page_type(), codename__in=_PAGE_PERMISSIONS):
            GroupPagePermission.objects.get_or_create(group=editors, page=index, permission=permission)
    collection = Collection.get_first_root_node()
    if collection is not None:
        for permission in Permission.objects.filter(codename__in=_IMAGE_PERMISSIONS):
            GroupCollectionPermission.objects.get_or_create(group=editors, collection=collection, permission=permission)


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _tables() -> set[str]:
    return set(connection.introspection.table_names())
