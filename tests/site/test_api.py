"""The API as a program meets it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creations import actions
from creations.models import Creation
from prosum.api.once import HEADER
from users.tokens.actions import create_token
from users.tokens.models import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(ada):
    _made, secret = create_token(member=ada, name="Tests", scope=Scope.WRITE, days=7)
    return {"Authorization": f"Bearer {secret}"}


def test_upload_publish_and_read_back(client, token, tower, catalog):
    made = client.post("/api/v1/creations/", {"file": SimpleUploadedFile("tower.ldr", tower)}, headers=token)
    assert made.status_code == 201
    address = f"/api/v1/creations/{made.json()['id']}/"
    changed = client.patch(
        address, {"visibility": "public", "tags": ["a"]}, content_type="application/json", headers=token
    )
    assert changed.json()["visibility"] == "public" and changed.json()["tags"] == ["a"]
    assert client.get("/api/v1/creations/?q=tower").json()["results"][0]["title"] == "Tower"
    listed = client.get(f"{address}revisions/1/parts/").json()
    assert listed["parts"] == 3 and {"part": "3001", "colour": 4, "quantity": 1} in listed["items"]
    second = client.post(
        f"{address}revisions/", {"file": SimpleUploadedFile("t.ldr", tower), "message": "Again"}, headers=token
    )
    assert second.json()["number"] == 2


def test_errors_are_problems(client, token, creation):
    bad = client.post(
        "/api/v1/creations/",
        {"file": SimpleUploadedFile("a.ldr", b"1 4 0 0 x 1 0 0 0 1 0 0 0 1 3001.dat")},
        headers=token,
    )
    assert bad.status_code == 400 and bad["Content-Type"] == "application/problem+json"
    assert bad.json()["title"] == "Bad Request" and "a.ldr:1" in bad.json()["detail"]
    missing = client.get("/api/v1/creations/99999/")
    assert missing.status_code == 404 and missing.json()["status"] == 404
    fields = client.patch(
        f"/api/v1/creations/{creation.pk}/", {"licence": "x"}, content_type="application/json", headers=token
    )
    assert "licence" in fields.json()["errors"]
    anonymous = client.post("/api/v1/creations/")
    assert anonymous.status_code == 401 and "WWW-Authenticate" in anonymous.headers


def test_a_file_over_the_limit_is_a_problem_too(client, token, tower, settings):
    settings.PROSUM_MODEL_BYTES = 10
    answer = client.post("/api/v1/creations/", {"file": SimpleUploadedFile("tower.ldr", tower)}, headers=token)
    assert answer.status_code == 400 and "larger than" in answer.json()["detail"]


def test_lists_are_paged_by_key(client, ada, tower, catalog):
    for k in range(5):
        actions.publish(creation=actions.create(owner=ada, data=tower, file_name="t.ldr", title=f"T{k}"), member=ada)
    address, seen = "/api/v1/creations/?size=2", []
    while address:
        page = client.get(address).json()
        seen += [creation["title"] for creation in page["results"]]
        address = page["next"]
    assert sorted(seen) == [f"T{k}" for k in range(5)]
    assert len(client.get("/api/v1/parts/?size=100000").json()["results"]) == 14


def test_calls_are_throttled(client, settings):
    settings.PROSUM_RATES = {**settings.PROSUM_RATES, "api_visitor": "2/h"}
    answers = [client.get("/api/v1/colours/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429] and int(answers[2]["Retry-After"]) > 0


def test_the_description_is_sound_and_its_pages_are_ours(client):
    import re
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "django", "spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = client.get("/api/docs/").content.decode()
    assert not re.findall(r'(?:src|href)="https?://', page)


def test_forking_and_liking(client, token, basile, tower, catalog):
    theirs = actions.publish(creation=actions.create(owner=basile, data=tower, file_name="t.ldr"), member=basile)
    fork = client.post(f"/api/v1/creations/{theirs.pk}/fork/", headers=token)
    assert fork.status_code == 201 and fork.json()["upstream"] == theirs.pk
    client.put(f"/api/v1/creations/{theirs.pk}/like/", headers=token)
    assert Creation.objects.get(pk=theirs.pk).like_count == 1
    client.delete(f"/api/v1/creations/{theirs.pk}/like/", headers=token)
    assert Creation.objects.get(pk=theirs.pk).like_count == 0


def test_what_makes_something_knows_the_key_of_a_request_sent_twice(client, token, tower, catalog):
    paths = client.get("/api/schema/", headers={"Accept": "application/json"}).json()["paths"]
    making = [
        operation
        for methods in paths.values()
        for name, operation in methods.items()
        if name == "post" and "201" in operation["responses"]
    ]
    assert len(making) >= 3
    for operation in making:
        assert HEADER in {parameter["name"] for parameter in operation.get("parameters", ())}, operation["operationId"]

    def send(path: str, key: str, **fields: str) -> tuple[int, int]:
        file = SimpleUploadedFile("t.ldr", tower)
        answer = client.post(path, {"file": file, **fields}, headers={**token, HEADER: key})
        return answer.status_code, answer.json()["id" if "revisions" not in path else "number"]

    first = send("/api/v1/creations/", "a")
    assert first[0] == 201 and first == send("/api/v1/creations/", "a")
    others = {send("/api/v1/creations/", "b"), send("/api/v1/creations/", "a", title="Another")}
    assert len({first, *others}) == 3 == Creation.objects.count()
    revisions = f"/api/v1/creations/{first[1]}/revisions/"
    assert send(revisions, "a") == send(revisions, "a") == (201, 2)
    bad = client.post(
        "/api/v1/creations/", {"file": SimpleUploadedFile("t.ldr", b"no")}, headers={**token, HEADER: "c"}
    )
    assert bad.status_code == 400 and send("/api/v1/creations/", "c")[0] == 201
