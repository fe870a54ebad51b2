"""How often anybody may do anything: no view that changes something is without a rate."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from users.rates import OTHER, SAFE_METHODS, limits

from ..pythons import Done, run
from .discovery import methods

ROOT = Path(__file__).resolve().parents[2]
OURS = ("users.", "creations.", "marketplace.", "blog.", "prosum.")


#: Their pages count as `OTHER`: see below.
LIBRARIES = ("account/", "editor/", "operator/", "documents/")


def views(resolver: URLResolver | None = None) -> Iterator[Any]:
    for entry in (resolver or get_resolver()).url_patterns:
        if str(entry.pattern).startswith(LIBRARIES):
            continue
        if isinstance(entry, URLResolver):
            yield from views(entry)
        elif isinstance(entry, URLPattern):
            yield entry.callback


def writing() -> list[Any]:
    return [view for view in views() if view.__module__.startswith(OURS) and methods(view) - SAFE_METHODS]


def rates_named(view: Any) -> list[str | None]:
    if hasattr(view, "actions"):
        of = getattr(view.cls, "rates", {})
        return [of.get(action) for method, action in view.actions.items() if method.upper() not in SAFE_METHODS]
    return [getattr(view, "rate", None) or getattr(view, "cost", (None,))[0]]


def test_every_view_of_ours_that_changes_something_names_its_rate(settings):
    found = {f"{view.__module__}.{view.__name__}": rates_named(view) for view in writing()}
    assert len(found) > 35, "the views are not found any more"
    assert not {name for name, rates in found.items() if None in rates}
    assert not {rate for rates in found.values() for rate in rates} - set(settings.PROSUM_RATES)


def test_every_rate_is_of_some_use_and_documented(settings):
    used = {rate for view in writing() for rate in rates_named(view)}
    used |= {view.cost[0] for view in views() if hasattr(view, "cost")} | {OTHER, "api", "api_visitor"}
    assert used == set(settings.PROSUM_RATES)
    table = (ROOT / "docs" / "settings.md").read_text()
    told = dict(re.findall(r"^\| `(\w+)` \| .* \| (\d+/\w+) \|$", table, re.MULTILINE))
    assert told == settings.PROSUM_RATES
    assert all(limits(rate) for rate in settings.PROSUM_RATES)


def once(settings, *rates: str) -> None:
    settings.PROSUM_RATES = {**settings.PROSUM_RATES, **dict.fromkeys(rates, "1/d")}


@pytest.mark.django_db
def test_too_often_is_429_with_a_sentence_in_each_form(client, ada, basile, creation, settings):
    once(settings, "like", "change", "api")
    client.force_login(basile)
    page = {"path": "/@ada/tower/like/", "headers": {"Accept-Language": "fr"}}
    assert client.post(**page).status_code == 302
    refused = client.post(**page)
    assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 86400
    assert "Cela fait beaucoup en peu de temps" in refused.content.decode()
    fragment = client.post("/@ada/tower/like/", headers={"HX-Request": "true"}).content.decode()
    assert "That was a lot" in fragment and "<html" not in fragment
    client.force_login(ada)
    place = "/@ada/tower/studio/changes/?epoch=1&after=0"
    client.post(place, b"", content_type="application/octet-stream")
    script = client.post(place, b"", content_type="application/octet-stream")
    assert script.status_code == 429 and "That was a lot" in script.json()["error"] and "Retry-After" in script
    client.get("/api/v1/parts/")
    problem = client.get("/api/v1/parts/")
    assert problem.status_code == 429 and problem["Content-Type"] == "application/problem+json"
    assert "That was a lot" in problem.json()["detail"] and "Retry-After" in problem


@pytest.mark.django_db
def test_members_and_networks_are_counted_apart(client, ada, basile, creation, settings):
    once(settings, "like", "search")
    for member in (ada, basile):
        client.force_login(member)
        assert client.post("/@ada/tower/like/").status_code == 302
    client.logout()
    ask = [client.get("/parts/?q=brick", REMOTE_ADDR=f"192.0.2.{k}").status_code for k in (1, 1, 2)]
    assert ask == [200, 429, 200]
    assert client.get("/parts/", REMOTE_ADDR="192.0.2.1").status_code == 200, "only what is looked for costs"


@pytest.mark.django_db
def test_an_action_counts_whichever_door_it_is_done_by(client, ada, tower, catalog, settings):
    once(settings, "upload")
    client.force_login(ada)
    assert client.post("/upload/", {"files": SimpleUploadedFile("a.ldr", tower)}).status_code == 302
    assert client.post("/studio/", {"title": "A"}).status_code == 429
    assert client.post("/api/v1/creations/", {"file": SimpleUploadedFile("a.ldr", tower)}).status_code == 429


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rate", "address"),
    [
        ("compare", "/@ada/tower/compare/"),
        ("download", "/@ada/tower/revisions/1/model.mpd"),
        ("download", "/@ada/tower/revisions/1/parts/csv/"),
        ("instructions", "/@ada/tower/revisions/1/instructions/"),
        ("search", "/creations/?q=tower"),
        ("search", "/parts/?q=brick"),
        ("meshes", "/studio/parts/?ids=3001"),
    ],
)
def test_what_is_dear_to_read_has_a_rate_for_visitors(client, creation, settings, rate, address):
    once(settings, rate)
    first, second = client.get(address), client.get(address)
    assert first.status_code in (200, 400) and second.status_code == 429


@pytest.mark.django_db
def test_prices_have_a_rate_and_a_bound_and_answer_only_what_was_asked(
    client, shop, settings, django_assert_num_queries
):
    wanted = [["3001", 4], ["3003", 1], ["nothing", 4]]
    with django_assert_num_queries(1):
        answer = client.post("/prices/", wanted, content_type="application/json")
    assert set(answer.json()["prices"]) == {"3001:4", "3003:1"}, "not every part in every colour"
    many = [[f"p{k}", k] for k in range(5001)]
    refused = client.post("/prices/", many, content_type="application/json")
    assert refused.status_code == 400 and "5000" in refused.json()["error"]
    once(settings, "price")
    client.post("/prices/", [], content_type="application/json")
    assert client.post("/prices/", [], content_type="application/json").status_code == 429


@pytest.mark.django_db
def test_pages_of_libraries_count_as_writing(ada, settings):
    once(settings, OTHER)
    client = Client()
    client.force_login(ada)
    assert client.post("/account/email/", {"action_add": "", "email": "not"}).status_code != 429
    assert client.post("/account/email/", {"action_add": "", "email": "not"}).status_code == 429


@pytest.mark.django_db
def test_without_the_cache_everybody_passes(client, basile, creation, settings, caplog):
    import redis
    from django.core.cache import caches

    once(settings, "like")
    client.force_login(basile)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"}}
    assert not isinstance(caches["default"], redis.Redis)
    answers = [client.post("/@ada/tower/like/").status_code for _ in range(3)]
    assert answers == [302, 302, 302]
    assert "the cache is away" in caplog.text


def changed(rates: str) -> Done:
    code = "from prosum.settings.testing import PROSUM_RATES as r; print(r['like'], r['upload'])"
    return run("-c", code, environment={**os.environ, "RATES": rates})


def test_the_environment_changes_rates_and_misspelt_ones_are_named():
    assert changed("like=7/min, upload=1/d").stdout.split() == ["7/min", "1/d"]
    assert "RATES: lik=7/min" in changed("lik=7/min").stderr
    assert "RATES: like=often" in changed("like=often").stderr
