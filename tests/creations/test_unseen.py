"""Pieces that nobody sees from outside: found by looking from all around, kept with the revision."""

from __future__ import annotations

import pytest

from creations import actions, ldraw
from creations.models import Revision
from creations.models.making import UNSEEN
from creations.queries import hidden_pieces
from creations.rendering.model import load
from creations.rendering.unseen import unseen
from tests.background import draw
from users.work.models import State, Work

CLEAR = 47
LINE = "1 {colour} {x} {y} {z} 1 0 0 0 1 0 0 0 1 {part}.dat"


def core(*, lid: int = 1, open_side: bool = False) -> bytes:
    """Nine 1 x 1 bricks between two plates of 3 x 3; the one in the middle is red, and nobody sees it."""
    lines = [LINE.format(colour=1, x=0, y=24, z=0, part="11212"), LINE.format(colour=lid, x=0, y=-8, z=0, part="11212")]
    for x in (-20, 0, 20):
        for z in (-20, 0, 20):
            if not (open_side and (x, z) == (20, 0)):
                colour = 4 if x == z == 0 else 1
                lines.append(LINE.format(colour=colour, x=x, y=0, z=z, part="3005"))
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("data", "hidden"),
    [(core(), {("3005", 4): 1}), (core(lid=CLEAR), {}), (core(open_side=True), {})],
    ids=["closed", "under glass", "seen through a gap of one stud"],
)
def test_a_piece_is_hidden_where_all_around_it_is_closed(data, hidden):
    assert unseen(load(ldraw.read(data), ldraw.Limits())) == hidden


@pytest.mark.django_db
def test_what_is_hidden_is_kept_with_every_revision_of_the_model(ada, basile, catalog):
    made = actions.publish(creation=actions.create(owner=ada, data=core(), file_name="core.ldr"), member=ada)
    fork = actions.fork(revision=made.current, member=basile)
    assert Work.objects.filter(kind=UNSEEN).count() == 1, "asked for once, for the model"
    assert draw(UNSEEN, made.current).state == State.DONE
    for revision in Revision.objects.all():
        assert hidden_pieces(revision) == {("3005", 4): 1}
    again = actions.fork(revision=made.current, member=basile)
    assert hidden_pieces(again.current) == {("3005", 4): 1}, "a later fork has it at once"
    assert fork.current.model == made.current.model
