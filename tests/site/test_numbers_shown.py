"""No number, however it came to be stored, breaks the page that shows it."""

from __future__ import annotations

import inspect

import pytest

from creations import actions
from creations.models import Revision
from prosum.templatetags.prosum import register

NASTY = [float("inf"), float("-inf"), float("nan"), 1e30, -1e300, 10**400, 10**15, 0.1 + 0.2, 0, -7, None]
#: The filters that are given a number, found by what they say they take.
FILTERS = {
    name: made
    for name, made in register.filters.items()
    if {"int", "float"} & set(str(next(iter(inspect.signature(made).parameters.values())).annotation).split(" | "))
}


def test_filters_that_write_numbers_never_raise():
    assert {"number", "money", "millimetres", "colour_name"} <= set(FILTERS)
    for name in sorted(set(FILTERS) - {"colour_name"}):
        for value in NASTY:
            shown = FILTERS[name](value)
            assert isinstance(shown, str) and 0 < len(shown) < 40, f"{name}({value})"


@pytest.mark.django_db
def test_a_size_that_was_stored_before_there_was_a_limit_leaves_the_page_standing(client, creation):
    facts = {**creation.current.facts, "centimetres": [1e30, 1e30, 4e28]}
    Revision.objects.filter(pk=creation.current_id).update(facts=facts)
    assert "– ×" in " ".join(client.get(creation.get_absolute_url()).content.decode().split())


@pytest.mark.django_db
def test_a_model_beyond_all_bounds_is_left_out_or_refused_in_words(client, ada, tower, catalog):
    far = b"1 4 1e30 0 0 1 0 0 0 1 0 0 0 1 3001.dat\r\n"
    made = actions.publish(creation=actions.create(owner=ada, data=tower + far, file_name="far.ldr"), member=ada)
    assert made.part_count == 3 and client.get(made.get_absolute_url()).status_code == 200
    nested = b"0 FILE a.ldr\n" + b"".join(
        b"1 4 0 0 0 9000000 0 0 0 9000000 0 0 0 9000000 %d.ldr\n0 FILE %d.ldr\n" % (k, k) for k in range(60)
    )
    with pytest.raises(actions.revising.BadModel, match="larger than any model"):
        actions.create(owner=ada, data=nested + b"1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n", file_name="deep.mpd")
