"""Forks, lineage and comparing across them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from creations import actions
from creations.models import Creation, Licence
from users.counters import counters
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


def test_only_public_forks_count_and_the_others_take_one_line(client, basile, creation, make_member):
    def counted() -> int:
        creation.refresh_from_db()
        return creation.fork_count

    drafts = [actions.fork(revision=creation.current, member=basile) for _ in range(5)]
    assert counted() == 0
    page = " ".join(client.get("/@ada/tower/lineage/").content.decode().split())
    assert "And 5 that are not public." in page and "A creation that is not public" not in page
    actions.publish(creation=drafts[0], member=basile)
    assert counted() == 1
    moderator = make_member("mona", "moderator")
    actions.hide(creation=drafts[0], member=moderator, reason="Not kind")
    assert counted() == 0
    actions.lift_hiding(creation=drafts[0], member=moderator)
    assert counted() == 1
    grandchild = actions.publish(creation=actions.fork(revision=drafts[0].current, member=basile), member=basile)
    actions.unpublish(creation=drafts[0], member=basile)
    assert counted() == 0
    page = " ".join(client.get("/@ada/tower/lineage/").content.decode().split())
    assert page.count("A creation that is not public") == 1 and "And 4 that" in page
    assert grandchild.get_absolute_url() in page, "what is between is kept where something is shown below it"
    actions.delete_creation(creation=grandchild, member=basile)
    assert not [counter.name for counter in counters() if counter.wrong().exists()]


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
    assert "depth-1" in page and "depth-2" not in page and "And 1 that is not public" in " ".join(page.split())
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
