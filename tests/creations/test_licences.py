"""What others' work in a creation allows: along the whole family, whatever was deleted or changed since."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creations import actions
from creations.actions.publishing import CannotPublish
from creations.licences import Terms, inherited, licences_for, permitted, royalty_due
from creations.models import Creation, Licence, Revision
from users.errors import NotAllowed
from users.leaving import leave
from users.models import Member

BOUND = [licence for licence in Licence if licence.allows_forks]


@dataclass
class Node:
    """A creation of the property test: what the policy keeps, and the history from which the answer is worked out anew."""

    owner: int
    licence: Licence
    parent: Node | None = None
    forked_under: Licence | None = None
    terms: set[Terms] = field(default_factory=set)


def worked_out(node: Node) -> list[Licence]:
    """By walking up: the nearest work of each other person binds by the licence it had when it was forked."""
    seen, allowed = {node.owner}, set(Licence)
    child, parent = node, node.parent
    while parent is not None:
        if parent.owner not in seen:
            seen.add(parent.owner)
            assert child.forked_under is not None
            allowed &= set(child.forked_under.forks_may_use)
        child, parent = parent, parent.parent
    return [licence for licence in Licence if licence in allowed]


STEPS = st.lists(
    st.tuples(st.sampled_from(["make", "fork", "change"]), st.integers(0, 30), st.integers(1, 4), st.integers(0, 5)),
    min_size=1,
    max_size=40,
)


@given(STEPS)
@settings(max_examples=400, deadline=None)
def test_any_family_keeps_to_everybodys_terms(steps):
    nodes = [Node(1, Licence.BY_SA)]
    for what, which, owner, choice in steps:
        node = nodes[which % len(nodes)]
        if what == "make":
            nodes.append(Node(owner, list(Licence)[choice]))
        elif what == "fork" and (node.owner == owner or node.licence.allows_forks):
            terms = inherited((node.owner, node.licence), node.terms, owner)
            nodes.append(Node(owner, node.licence, node, node.licence, terms))
        elif what == "change":
            allowed = permitted(node.terms)
            node.licence = allowed[choice % len(allowed)]
        for made in nodes:
            assert permitted(made.terms) == worked_out(made)
            assert made.licence in permitted(made.terms), "upstream's later change took a right away"
            assert all(licensor != made.owner for licensor, _ in made.terms)


def published(member, model: bytes, licence: Licence) -> Creation:
    made = actions.create(owner=member, data=model, file_name="m.ldr")
    return actions.publish(creation=made, member=member, licence=licence)


def forked(creation: Creation, member) -> Creation:
    return actions.fork(revision=Revision.objects.get(pk=creation.current_id), member=member)


@pytest.fixture
def shared_alike(ada, tower, catalog):
    return published(ada, tower, Licence.BY_SA)


@pytest.mark.django_db
def test_a_fork_of_ones_own_fork_is_bound_as_well(basile, shared_alike):
    own = forked(actions.publish(creation=forked(shared_alike, basile), member=basile), basile)
    assert licences_for(own) == [Licence.BY_SA]
    with pytest.raises(CannotPublish):
        actions.publish(creation=own, member=basile, licence=Licence.CC0)


@pytest.mark.django_db
def test_deleting_what_lies_between_sets_nothing_free(ada, basile, shared_alike):
    between = forked(shared_alike, basile)
    own = forked(between, basile)
    actions.delete_creation(creation=between, member=basile)
    actions.delete_creation(creation=shared_alike, member=ada)
    assert licences_for(Creation.objects.get(pk=own.pk)) == [Licence.BY_SA]


@pytest.mark.django_db
def test_an_account_that_is_gone_still_binds(ada, basile, shared_alike):
    fork = forked(shared_alike, basile)
    leave(ada)
    with pytest.raises(CannotPublish):
        actions.publish(creation=fork, member=basile, licence=Licence.BY)
    assert actions.publish(creation=fork, member=basile).licence == Licence.BY_SA


@pytest.mark.django_db
def test_upstream_narrows_its_licence_later(ada, basile, tower, catalog):
    upstream = published(ada, tower, Licence.BY)
    early = forked(upstream, basile)
    actions.update(creation=upstream, member=ada, licence=Licence.BY_NC_SA)
    late = forked(upstream, basile)
    assert actions.publish(creation=early, member=basile, licence=Licence.BY_SA).licence == Licence.BY_SA
    assert licences_for(late) == [Licence.BY_NC_SA] and late.licence == Licence.BY_NC_SA
    actions.update(creation=upstream, member=ada, licence=Licence.ALL_RIGHTS)
    with pytest.raises(NotAllowed):
        forked(upstream, basile)
    assert actions.update(creation=early, member=basile, licence=Licence.CC0).licence == Licence.CC0


@pytest.mark.django_db
def test_forking_looks_at_the_licence_as_it_is_now(ada, basile, tower, catalog):
    upstream = published(ada, tower, Licence.BY)
    seen_before = Revision.objects.select_related("creation__owner").get(pk=upstream.current_id)
    actions.update(creation=upstream, member=ada, licence=Licence.ALL_RIGHTS)
    with pytest.raises(NotAllowed):
        actions.fork(revision=seen_before, member=basile)


@pytest.mark.django_db
def test_ones_own_work_that_comes_back_does_not_bind(ada, basile, tower, catalog):
    back = forked(actions.publish(creation=forked(published(ada, tower, Licence.BY), basile), member=basile), ada)
    assert licences_for(back) == list(Licence)
    assert set(back.grants.values_list("licensor", "licence")) == {(basile.pk, "by")}


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["form", "api", "studio"])
def test_every_way_to_change_a_licence_asks(client, basile, shared_alike, way):
    own = forked(forked(shared_alike, basile), basile)
    client.force_login(basile)
    page = own.get_absolute_url()
    if way == "form":
        fields = {"title": "T", "licence": "cc0", "royalty": "none", "royalty_percent": 0, "visibility": "public"}
        answer = client.post(page + "edit/", fields)
    elif way == "api":
        change = {"licence": "cc0", "visibility": "public"}
        answer = client.patch(f"/api/v1/creations/{own.pk}/", change, content_type="application/json")
    else:
        answer = client.post(page + "studio/publish/", {"title": "T", "licence": "cc0"})
    assert answer.status_code in (400, 422)
    own.refresh_from_db()
    assert own.licence == Licence.BY_SA and own.is_draft


@pytest.mark.django_db
def test_the_form_offers_what_is_allowed(client, basile, shared_alike):
    own = forked(forked(shared_alike, basile), basile)
    client.force_login(basile)
    page = client.get(own.get_absolute_url() + "edit/").content.decode()
    assert page.count("disabled") >= len(Licence) - 1


@pytest.mark.django_db
@pytest.mark.parametrize("licence", [Licence.BY_NC, Licence.BY_NC_SA])
def test_nobody_earns_with_work_that_was_given_without_commerce(client, ada, basile, tower, catalog, licence):
    own = forked(forked(published(ada, tower, licence), basile), basile)
    client.force_login(basile)
    page = own.get_absolute_url()
    fields = {"title": "T", "licence": licence, "royalty": "amount", "royalty_amount": "5", "royalty_percent": 0}
    answer = client.post(page + "edit/", {**fields, "visibility": "public"})
    assert answer.status_code == 422 and "nobody earn with it" in answer.content.decode()
    for change in ({"royalty": "percent", "royalty_percent": 5}, {"royalty": "amount", "royalty_cents": 500}):
        with pytest.raises(CannotPublish) as refused:
            actions.publish(creation=own, member=basile, **change)
        assert refused.value.field == "royalty"
    Creation.objects.filter(pk=own.pk).update(royalty="amount", royalty_cents=500)
    stored = Creation.objects.get(pk=own.pk)
    assert stored.royalty_on(1000) == 500 and royalty_due(stored, 1000) == 0, "what was stored before earns nothing"


@pytest.mark.django_db
def test_ones_own_work_under_such_a_licence_earns(ada, basile, tower, catalog):
    own = published(ada, tower, Licence.BY_NC)
    asked = {"royalty": "percent", "royalty_percent": 5}
    assert royalty_due(actions.update(creation=own, member=ada, **asked), 1000) == 50
    fork = forked(published(ada, tower, Licence.BY), basile)
    assert royalty_due(actions.update(creation=fork, member=basile, **asked), 1000) == 50


def test_only_the_policy_says_what_is_earned():
    root = Path(__file__).resolve().parents[2]
    callers = [p.name for app in ("marketplace", "creations", "platform") for p in (root / app).rglob("*.py")
               if ".royalty_on(" in p.read_text()]  # fmt: skip
    assert callers == ["licences.py"]


@pytest.mark.django_db
def test_the_credit_stays_when_upstream_is_deleted(client, ada, basile, make_member, shared_alike):
    chloe = make_member("chloe")
    actions.update(creation=shared_alike, member=ada, title="Palace")
    fork = actions.publish(creation=forked(shared_alike, basile), member=basile, title="Castle")
    further = actions.publish(creation=forked(fork, chloe), member=chloe, title="Ruin")
    page = further.get_absolute_url()
    assert all(words in client.get(page).content.decode() for words in ("Palace", "ada", "Castle"))
    actions.delete_creation(creation=shared_alike, member=ada)
    actions.delete_creation(creation=fork, member=basile)
    for address in (page, page + "lineage/"):
        shown = " ".join(client.get(address).content.decode().split())
        assert "work of ada: “Palace”" in shown and "work of basile: “Castle”" in shown
    leave(ada)
    shown = " ".join(client.get(page).content.decode().split())
    assert "somebody who has left: “Palace”" in shown and "ada" not in shown.replace("Canada", "")


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["hidden", "draft"])
def test_a_credit_never_shows_a_title_that_may_not_be_shown(client, ada, basile, make_member, shared_alike, state):
    actions.update(creation=shared_alike, member=ada, title="Slur")
    fork = actions.publish(creation=forked(shared_alike, basile), member=basile, title="Castle")
    further = actions.publish(creation=forked(fork, make_member("chloe")), member=Member.objects.get(username="chloe"))
    if state == "hidden":
        actions.hide(creation=shared_alike, member=make_member("mona", "moderator"), reason="A slur")
    else:
        actions.unpublish(creation=shared_alike, member=ada)
    pages = [made.get_absolute_url() + page for made in (fork, further) for page in ("", "lineage/")]
    assert not [page for page in pages if "Slur" in client.get(page).content.decode()]
    actions.delete_creation(creation=Creation.objects.get(pk=shared_alike.pk), member=ada)
    assert not [page for page in pages if "Slur" in client.get(page).content.decode()]
    assert "ada" in client.get(fork.get_absolute_url()).content.decode()
