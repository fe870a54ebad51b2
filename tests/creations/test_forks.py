"""Forks, lineage and comparing across them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creations import actions
from creations.models import Creation, Licence
from users.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def fork(creation, basile):
    return actions.fork(revision=creation.current, member=basile)


def test_fork_is_a_credited_draft(client, basile, creation):
    client.force_login(basile)
    answer = client.post("/@ada/tower/fork/")
    assert answer.url == "/@basile/tower/edit/"
    page = client.get("/@basile/tower/").content.decode()
    assert ("/@ada/tower/" in page and "brouillon" in page.lower()) or "Draft" in page
    creation.refresh_from_db()
    assert creation.fork_count == 1


def test_upstream_lists_its_public_forks(client, basile, creation, fork):
    assert "/@basile/tower/" not in client.get("/@ada/tower/").content.decode()
    actions.publish(creation=fork, member=basile)
    assert "/@basile/tower/" in client.get("/@ada/tower/").content.decode()


def test_licence_forbids_forks(client, ada, basile, creation):
    actions.update(creation=creation, member=ada, licence=Licence.ALL_RIGHTS)
    client.force_login(basile)
    assert client.post("/@ada/tower/fork/").status_code == 403
    assert actions.fork(revision=creation.current, member=ada).owner == ada


def test_share_alike_binds_the_fork(basile, fork):
    from creations.actions.publishing import CannotPublish

    with pytest.raises(CannotPublish):
        actions.update(creation=fork, member=basile, licence=Licence.CC0)


def test_lineage_shows_three_generations_and_hides_drafts(client, basile, creation, fork, make_member):
    chloe = make_member("chloe")
    actions.publish(creation=fork, member=basile)
    grandchild = actions.fork(revision=Creation.objects.get(pk=fork.pk).current, member=chloe)
    page = client.get("/@ada/tower/lineage/").content.decode()
    assert "depth-1" in page and "depth-2" in page and "not public" in page
    actions.publish(creation=grandchild, member=chloe)
    assert "/@chloe/tower/" in client.get("/@ada/tower/lineage/").content.decode()


def test_deleting_upstream_leaves_the_fork(ada, creation, fork):
    actions.delete_creation(creation=creation, member=ada)
    fork.refresh_from_db()
    assert fork.upstream is None and fork.current.part_count == 3


def test_compare_tells_what_the_fork_changed(client, basile, creation, fork, tower):
    client.force_login(basile)
    changed = tower.replace(b"1 14 0 -24", b"1 2 0 -24") + b"1 4 100 0 0 1 0 0 0 1 0 0 0 1 3003.dat\r\n"
    client.post("/@basile/tower/revisions/add/", {"file": SimpleUploadedFile("tower.ldr", changed)})
    client.cookies["django_language"] = "en"
    page = client.get(f"/@basile/tower/compare/?from={creation.current_id}").content.decode()
    assert "1 added" in page and "1 recoloured" in page and "0 removed" in page and "2 unchanged" in page


def test_compare_does_not_show_drafts_of_others(client, ada, creation, make_member):
    chloe = make_member("chloe")
    secret = actions.create(owner=chloe, data=b"1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat", file_name="s.ldr")
    client.force_login(ada)
    assert client.get(f"/@ada/tower/compare/?from={secret.current_id}").status_code == 404


def test_only_public_creations_are_forked(ada, basile, creation):
    actions.unpublish(creation=creation, member=ada)
    creation.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.fork(revision=creation.current, member=basile)
