"""What is noted of a model is bounded, and lists of creations never load it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creations import actions
from creations.models import Collection, CollectionItem

pytestmark = pytest.mark.django_db

BRICK = "1 {colour} 0 0 0 1 0 0 0 1 0 0 0 1 {part}"


def test_facts_are_a_few_kilobytes_whatever_the_file(client, ada, catalog):
    many = range(900)
    lines = [
        "0 " + "Title " * 5000,
        "0 Author: " + "A" * 50_000,
        *(BRICK.format(colour=k + 600, part=f"unknown-{k}-{'x' * 300}.dat") for k in many),
        *(BRICK.format(colour=4, part=f"missing-{k}-{'x' * 300}.ldr") for k in many),
        *("rubbish" for _ in many),
    ]
    made = actions.create(owner=ada, data="\n".join(lines).encode(), file_name="a.ldr", title="Large")
    facts = made.current.facts
    assert len(json.dumps(facts)) < 40_000 and facts["unknown_count"] == 900
    counts = {warning["code"]: (warning["count"], len(warning["names"])) for warning in facts["warnings"]}
    assert counts["unreadable"] == counts["missing-model"] == (900, 40)
    client.force_login(ada)
    assert "and 888 more" in client.get("/@ada/large/").content.decode()


def test_no_list_of_creations_loads_facts(client, ada, creation, catalog):
    actions.publish(creation=creation, member=ada)
    client.force_login(ada)
    shelf = Collection.objects.create(owner=ada, name="Mine")
    CollectionItem.objects.create(collection=shelf, creation=creation)
    pages = ["/", "/creations/", "/@ada/", f"/collections/{shelf.pk}/", "/parts/3001/", "/@ada/tower/history/",
             "/@ada/tower/lineage/", "/api/v1/creations/", "/studio/"]  # fmt: skip
    seen = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer.status_code == 200 and (page.startswith("/studio") or b"ower" in answer.content), page
        # The one creation that a page is about is asked for by its name.
        seen[page] = [sql for query in queries if '"facts"' in (sql := query["sql"]) and '"slug" = ' not in sql]
    assert not any(seen.values()), {page: found for page, found in seen.items() if found}
