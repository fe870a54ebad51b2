""" "May they?" and "who may?" agree, for every policy, every person and every state of what they are asked about."""

from __future__ import annotations

import inspect
from itertools import product
from typing import Any, get_type_hints

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

import blog.permissions
import creations.permissions
import marketplace.permissions
from blog.models import Comment
from creations.models import Creation, Hiding, Licence, Visibility
from marketplace.models import Order, Parcel, Shop
from users.models import Member, Role

POLICIES = [module.policy for module in (creations.permissions, marketplace.permissions, blog.permissions)]
QUESTIONS = [
    pytest.param(policy, name, id=f"{type(policy).__name__}.{name}")
    for policy in POLICIES
    for name, _method in inspect.getmembers(policy, callable)
    if name.startswith("can_")
]


@pytest.fixture
def people(db) -> list[Member]:
    """Somebody with each role and none, with two, a superuser, and each of them with an account that is closed."""
    kinds = [(), *((role,) for role in Role), (Role.SELLER, Role.MODERATOR), ("root",)]
    found = []
    for number, (roles, active) in enumerate(product(kinds, (True, False))):
        member = Member.objects.create(
            username=f"m{number}", email=f"m{number}@example.org", is_active=active, is_superuser="root" in roles
        )
        member.groups.set(Group.objects.filter(name__in=roles))
        found.append(member)
    return found


@pytest.fixture
def things(people) -> dict[type, list[Any]]:
    """Each kind of thing a policy is asked about, in all its states, belonging to each of the people and to nobody."""
    made: dict[type, list[Any]] = {Creation: [], Comment: [], Shop: [], Order: [], Parcel: []}
    states = product(people, Visibility, (Licence.ALL_RIGHTS, Licence.CC0), (True, False))
    for owner, visibility, licence, hidden in states:
        shown = None if visibility == Visibility.DRAFT else timezone.now()
        creation = Creation.objects.create(
            owner=owner,
            title="T",
            slug=f"{visibility}-{licence}-{hidden}".lower(),
            visibility=visibility,
            licence=licence,
            published_at=shown,
        )
        if hidden:
            creation.hiding = Hiding.objects.create(creation=creation, reason="R", hidden_by=people[0])
            creation.save()
        made[Creation].append(creation)
    for author, deleted in product([*people, None], (None, timezone.now())):
        made[Comment].append(
            Comment.objects.create(author=author, body="B", creation=made[Creation][0], deleted_at=deleted)
        )
    prices = {"parts_price": 1, "shipping_price": 1, "royalty": 1, "total": 3, "part_count": 1}
    for number, owner in enumerate([*people, None]):
        made[Shop].append(Shop.objects.create(owner=owner, name="S", slug=f"s{number}"))
    for number, buyer in enumerate([*people, None]):
        order = Order.objects.create(buyer=buyer, title="T", currency="EUR", expires_at=timezone.now(), **prices)
        made[Order].append(order)
        for shop in (made[Shop][number - 1], made[Shop][number - 3]):
            made[Parcel].append(Parcel.objects.create(order=order, shop=shop))
    return made


def test_every_question_is_asked_both_ways():
    assert len(QUESTIONS) >= 10
    assert not [question.id for question in QUESTIONS if not hasattr(question.values[0], f"who_{question.values[1]}")]


@pytest.mark.django_db
@pytest.mark.parametrize(("policy", "name"), QUESTIONS)
def test_both_ways_give_the_same_people(policy, name, people, things):
    may, who = getattr(policy, name), getattr(policy, f"who_{name}")
    asked_about = [hint for hint in get_type_hints(may).values() if hint in things]
    answers = set()
    for about in product(*(things[kind] for kind in asked_about)):
        found = list(who(*about).order_by("pk"))
        expected = [member for member in people if member.is_active and may(member, *about)]
        assert found == sorted(expected, key=lambda member: member.pk), about
        answers |= {member in found for member in people if member.is_active}
        if may(AnonymousUser(), *about):
            assert len(found) == sum(member.is_active for member in people), "what a guest may, everybody may"
    assert answers == {True, False}, "the cases hold both"


@pytest.mark.django_db
def test_lists_hold_what_may_be_viewed(people, things):
    policy = creations.permissions.policy
    for visitor in (*people, AnonymousUser()):
        viewable = set(Creation.objects.filter(policy.viewable_by(visitor)))
        assert viewable == {one for one in things[Creation] if policy.can_view(visitor, one)}
        assert set(policy.listed(visitor)) <= viewable
