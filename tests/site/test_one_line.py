"""Texts of one line are one line, whoever writes them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from creations import actions
from creations.models import Collection, Creation
from users.file_names import FileNameField
from users.models import Member
from users.one_line import OneLineField, one_line

from ..conftest import TOWER

BREAKS = "Tower\r\nBcc: all@example.org\u2028\x00\x0bEnd"
ONE = "Tower Bcc: all@example.org End"

#: Written by the code, never by a person, or checked against a list or pattern of its own.
MACHINES = {
    "blog.ImportedArticle": {"source", "source_id", "author", "author_name"},
    "blog.ImportedComment": {"source", "source_id", "parent_id", "name"},
    "users.Member": {"password", "time_zone", "username"},
    "users.CounterRepair": {"counter"},
    "users.Submission": {"key"},
    "notifications.Notification": {"happening"},
    "notifications.Delivery": {"skipped"},
    "notifications.Mute": {"key"},
    "notifications.Wish": {"kind"},
    "work.Work": {"error", "kind", "subject", "sentence"},
    "mails.Mail": {"error", "composer"},
    "mails.MailServer": {"error"},
    "mails.RefusedAddress": {"answer"},
    "notifications.Event": {"error", "kind", "subject"},
    "tokens.ApiToken": {"digest", "token_key"},
    "catalog.Part": {"id", "name", "category"},
    "catalog.PartAlias": {"id"},
    "catalog.Word": {"word"},
    "catalog.Edition": {"stamp"},
    "catalog.Colour": {"name", "rgb", "edge", "finish"},
    "creations.RevisionLot": {"part"},
    "creations.Booklet": {"language"},
    "marketplace.StockLot": {"part"},
    "marketplace.Shop": {"country"},
    "marketplace.Basket": {"country"},
    "marketplace.BasketLot": {"part"},
    "marketplace.BasketSubstitute": {"part", "to_part"},
    "marketplace.WantedLot": {"part", "country"},
    "marketplace.BasketPlan": {"asked", "version"},
    "marketplace.CreationPrice": {"country"},
    "marketplace.StockMove": {"part"},
    "marketplace.OrderLine": {"part"},
    "marketplace.Order": {"number", "currency", "country"},
    "marketplace.KeptAddress": {"country"},
    "marketplace.Account": {"currency"},
    "marketplace.LedgerTransaction": {"purpose", "key"},
    "marketplace.Payment": {"provider", "provider_id", "reference", "currency", "received_currency"},
    "marketplace.ProviderMessage": {"provider", "event_id", "about"},
    "marketplace.SandboxMovement": {"about", "name", "currency"},
    "marketplace.Refund": {"provider_id"},
    "marketplace.Dispute": {"provider_id"},
    "marketplace.Invoice": {"number", "currency", "treatment", "vat_country"},
    "marketplace.OwnedLot": {"part"},
    "marketplace.BuildableTable": {"fingerprint"},
    "marketplace.PayoutPlace": {"provider", "account"},
    "marketplace.Payout": {"reference", "provider", "provider_id"},
    "marketplace.PayoutPart": {"provider_id"},
    "marketplace.PayoutReversal": {"provider_id"},
    "marketplace.StockImport": {"digest", "form", "numbers"},
    "marketplace.StockImportLine": {"why", "value", "entry"},
}
#: Written in a field of several lines.
SEVERAL_LINES = {"creations.Build": {"note"}}
OURS = ("users", "creations", "marketplace", "blog", "prosum")
APART = (models.SlugField, models.EmailField, models.URLField, FileNameField, OneLineField)


def test_every_text_of_a_person_is_one_line_or_said_to_be_several():
    left = []
    for model in apps.get_models():
        if model.__module__.partition(".")[0] not in OURS:
            continue
        known = MACHINES.get(model._meta.label, set()) | SEVERAL_LINES.get(model._meta.label, set())
        for field in model._meta.local_fields:
            if isinstance(field, models.CharField) and not field.choices and not isinstance(field, APART):
                left += [] if field.name in known else [f"{model._meta.label}.{field.name}"]
    assert not left, f"OneLineField, or say why not: {left}"


@pytest.mark.parametrize(
    "text", [BREAKS, f"  {ONE}\n", ONE.replace(" ", "\t\t"), "\u202eTower Bcc:\nall@example.org End"]
)
def test_one_line(text):
    assert one_line(text) == ONE


@pytest.mark.django_db
def test_whoever_writes_it_writes_one_line(client, ada, creation):
    client.force_login(ada)
    fields = {"display_name": BREAKS.replace("\x00", ""), "language": "en", "bio": "Two\nlines", "links": ""}
    assert client.post("/settings/", fields).status_code == 302
    ada.refresh_from_db()
    assert ada.display_name == ONE and "\n" in ada.bio
    actions.update(creation=creation, member=ada, title=BREAKS.replace("\x00", ""))
    assert Creation.objects.get(pk=creation.pk).title == ONE
    Member.objects.filter(pk=ada.pk).update(display_name="A\nB")
    Collection.objects.bulk_create([Collection(owner=ada, name="A\nB")])
    assert Member.objects.get(pk=ada.pk).display_name == Collection.objects.get().name == "A B"


@pytest.mark.django_db
def test_an_articles_title_is_one_line(make_member):
    from blog.models import ArticleIndexPage, ArticlePage

    index = ArticleIndexPage.objects.first()
    page = ArticlePage(
        title="On\ntowers", slug="t", summary="They\nstand.", owner=make_member("eloise"), locale=index.locale
    )
    index.add_child(instance=page)
    assert (page.title, ArticlePage.objects.get().draft_title, page.summary) == (
        "On towers",
        "On towers",
        "They stand.",
    )


BLANKS = ["\u200b", "\u202e\u202e", "\u2800", "\u3164 \u200d", "\ufeff", "\u00ad", "\u0301", " \t"]


@pytest.mark.parametrize("text", BLANKS)
def test_what_shows_nothing_is_blank_in_every_field_of_one_line(text):
    assert one_line(text) == "" and one_line(f"{text}A") != ""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, OneLineField):
                assert field.get_prep_value(text) == "", field
                if not field.blank:
                    with pytest.raises(ValidationError):
                        field.clean(text, None)


@pytest.mark.django_db
@pytest.mark.parametrize("text", BLANKS[:3])
def test_nothing_is_called_by_a_blank(client, ada, creation, text):
    client.force_login(ada)
    refused = client.patch(f"/api/v1/creations/{creation.pk}/", {"title": text}, content_type="application/json")
    assert refused.status_code == 400 and "title" in refused.json()["errors"]
    fields = {"title": text, "licence": "by", "royalty": "none", "royalty_percent": 0, "visibility": "public"}
    assert client.post("/@ada/tower/edit/", fields).status_code == 422
    assert client.post("/@ada/tower/edit/", {**fields, "title": "Tower", "tag_names": f"sea,{text}"}).status_code == 302
    assert list(creation.tags.values_list("name", flat=True)) == ["sea"]
    assert client.post("/@ada/tower/collect/", {"name": text}).status_code == 400
    assert client.post(f"/comments/creation/{creation.pk}/add/", {"body": text}).status_code == 400
    for made in (
        actions.begin(owner=ada, title=text),
        actions.create(owner=ada, data=TOWER, file_name="a.ldr", title=text),
    ):
        assert made.title in ("Untitled", "Tower")
    assert Creation.objects.get(pk=creation.pk).title == "Tower"
