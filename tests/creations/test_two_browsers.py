"""Two browsers, uploads, saves, restores and a network that fails, in random order: no edit is lost or made twice.

What runs in the browsers is the Studio's own document, journal and link; the server is the real one, over HTTP. Every edit
has a value of its own, by which it is looked for at the end: in the document that lies on the workbench, in a revision, in
a copy that was made of it, or among what the designer was shown as changed in two places at once. An edit whose value its
own maker, or somebody who saw it, replaced or took away has had its day.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from creations import actions, ldraw
from creations.actions.designing import Elsewhere, NothingUnsaved, Superseded
from creations.actions.revising import BadModel
from creations.models import Creation, Revision, WorkbenchChange
from users import files

from .browsers import Browsers, browsers, build

STEPS = 45
NAMES = ("one", "two")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return build(tmp_path_factory.mktemp("driver"))


@dataclass
class Edit:
    """A line's field got a value that no other edit gives; `replaced` once somebody knowingly made it another."""

    line: str
    field: str
    value: float
    replaced: bool = False


@dataclass
class Walk:
    """One walk: what was done, so that it can be looked for."""

    browsers: Browsers
    creation: Creation
    member: Any
    dice: random.Random
    edits: list[Edit] = field(default_factory=list)
    shown: list[dict[str, Any]] = field(default_factory=list)
    copies: list[Creation] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    values: int = 100

    def ask(self, name: str, verb: str, *values: Any) -> Any:
        answer = self.browsers.ask(name, verb, *values)
        assert not (isinstance(answer, dict) and "error" in answer), (name, verb, values, answer, self.done)
        if isinstance(answer, dict):
            self.shown += answer.get("overlaps", [])
        return answer

    def value(self) -> int:
        self.values += 1
        return self.values

    # What may happen.

    def edit(self, name: str) -> None:
        lines = self.ask(name, "look").get("lines")
        if lines is None:
            return
        what = self.dice.choice(["add", "add", "colour", "x", "colour", "x", "remove"])
        if what == "add" or len(lines) < 3:
            number = self.value()
            line = f"b{number}"
            self.done.append(f"{name} adds {line}")
            self.ask(name, "add", line, number, number)
            self.edits += [Edit(line, "colour", number), Edit(line, "x", number)]
            return
        line = self.dice.choice(sorted(lines))
        seen = {"colour": lines[line][0], "x": lines[line][1]}
        if what == "remove":
            self.done.append(f"{name} removes {line}")
            self.ask(name, "remove", line)
            self.replace(line, seen)
        else:
            number = self.value()
            self.done.append(f"{name} sets {what} of {line} from {seen[what]} to {number}")
            self.ask(name, "set", line, what, number)
            self.replace(line, {what: seen[what]})
            self.edits.append(Edit(line, what, number))

    def replace(self, line: str, seen: dict[str, float]) -> None:
        for edit in self.edits:
            if edit.line == line and seen.get(edit.field) == edit.value:
                edit.replaced = True

    def send(self, name: str) -> None:
        if self.ask(name, "look")["isOpen"]:
            self.ask(name, "send")

    def network(self, name: str) -> None:
        self.ask(name, "connect", self.dice.choice(["up", "up", "down", "lost"]))

    def crash(self, name: str) -> None:
        self.ask(name, "look")
        self.ask(name, "crash")

    def reopen(self, name: str) -> None:
        self.ask(name, "look")
        answer = self.browsers.ask(name, "open")
        if "error" not in answer:  # the network may be away
            self.shown += answer["overlaps"]

    def upload(self, _name: str) -> None:
        """A newer revision from elsewhere: a brick more, one in another colour."""
        self.creation.refresh_from_db()
        document = model_of(self.creation.current)
        number = self.value()
        bricks = list(document.main.placements)
        if bricks:
            self.dice.choice(bricks).colour = number
        place = (float(number), 0.0, 0.0, *ldraw.document.IDENTITY[3:])
        document.main.lines.append(ldraw.Placement(number, place, "3005.dat", f"u{number}"))
        data = ldraw.write(document)
        actions.add_revision(creation=self.creation, member=self.member, data=data, file_name="tower.mpd")

    def restore(self, _name: str) -> None:
        revision = self.dice.choice(list(self.creation.revisions.all()))
        actions.restore(revision=revision, member=self.member)

    def save(self, name: str) -> None:
        seen = self.ask(name, "look")
        if not seen["isOpen"]:
            return
        seen = self.ask(name, "send")
        try:
            actions.save_revision(creation=self.creation, member=self.member, base=seen["base"])
        except Superseded as refusal:
            self.choose(seen, refusal.newest)
        except (Elsewhere, BadModel):
            pass

    def choose(self, seen: dict[str, Any], newest: int) -> None:
        try:
            if self.dice.random() < 0.5:
                base = seen["base"]
                actions.save_revision(creation=self.creation, member=self.member, base=base, over=newest)
            else:
                made = actions.keep_as_copy(creation=self.creation, member=self.member, epoch=seen["epoch"])
                self.copies.append(made)
        except (Superseded, Elsewhere, NothingUnsaved, BadModel):
            pass

    def step(self) -> None:
        acts = [self.edit] * 9 + [self.send] * 4 + [self.network] * 3 + [self.reopen] * 2
        acts += [self.crash, self.upload, self.restore, self.save, self.save]
        act, name = self.dice.choice(acts), self.dice.choice(NAMES)
        self.done.append(f"{name}.{act.__name__}")
        act(name)

    # What must be true in the end.

    def settle(self) -> dict[str, Any]:
        """The network comes back, both open the Studio again and send what they have."""
        for name in NAMES:
            self.ask(name, "look")
            self.ask(name, "connect", "up")
        for name in NAMES * 3:
            self.ask(name, "open")
            seen = self.ask(name, "send")
            assert (seen["state"], seen["isSaved"]) == ("saved", True), self.done
        one, two = (self.ask(name, "send") for name in NAMES)
        assert one["lines"] == two["lines"], "both see the same"
        return one

    def check(self, last: dict[str, Any]) -> None:
        models = [model_of(revision) for revision in Revision.objects.all()]
        models.append(actions.designing.workbench_document(creation=self.creation, member=self.member))
        found: set[tuple[str, str, float]] = set()
        for model in models:
            placements = list(model.main.placements)
            twice = [line for line, count in Counter(p.id for p in placements).items() if count > 1]
            assert not twice, ("made twice", twice, self.done)
            groups = Counter(line for line in model.main.lines if isinstance(line, str) and "BTG" in line)
            assert not groups or max(groups.values()) == 1, ("made twice", groups, self.done)
            for p in placements:
                found |= {(p.id, "colour", p.colour), (p.id, "x", p.transform[0])}
        assert {(line, "colour", x[0]) for line, x in last["lines"].items()} <= found
        shown = {str(value) for overlap in self.shown for value in told(overlap)}
        lost = [
            edit
            for edit in self.edits
            if not edit.replaced
            and (edit.line, edit.field, edit.value) not in found
            and str((edit.line, edit.value)) not in shown
        ]
        assert not lost, "\n".join(map(str, [*lost, *self.done, *self.shown]))


def told(overlap: dict[str, Any]) -> list[tuple[str, float]]:
    """The values that a designer was shown as changed in two places at once."""
    values = []
    for value in (overlap.get("mine"), overlap.get("theirs")):
        match value:
            case int() | float():
                values.append((overlap["line"], value))
            case [x, *_]:
                values.append((overlap["line"], x))
            case {"colour": colour, "transform": [x, *_]}:
                values += [(overlap["line"], colour), (overlap["line"], x)]
    return values


def model_of(revision: Revision | None) -> ldraw.Document:
    assert revision is not None
    return ldraw.read(files.load(revision.model), name=revision.file_name)


@pytest.fixture
def walk(ada, creation, program, live_server, settings):
    """Two browsers of Ada's with the tower open in the Studio."""
    settings.PROSUM_RATES = {**settings.PROSUM_RATES, "upload": "9999/h", "change": "99999/h"}
    client = Client()
    client.force_login(ada)
    # Asking for a page gives the cookie that changes must come with.
    client.get("/settings/")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    address = f"{live_server.url}{creation.get_absolute_url()}studio/"
    with browsers(program) as running:
        made = Walk(running, creation, ada, random.Random(0))
        for name in NAMES:
            made.ask(name, "begin", address, creation.pk, header, cookies["csrftoken"])
            made.ask(name, "open")
        yield made


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(8))
def test_no_edit_is_lost_or_made_twice(seed, walk):
    walk.dice = random.Random(seed)
    for _ in range(STEPS):
        walk.step()
    walk.check(walk.settle())


@pytest.mark.django_db(transaction=True)
def test_opening_after_a_newer_upload_changes_nothing(walk):
    """The set of deletions in an empty change has ten bytes: it was taken for work, and kept the newer revision out."""
    walk.ask("one", "add", "b1", 1, 1)
    walk.ask("one", "remove", "b1")
    walk.ask("one", "send")
    walk.upload("")
    for _ in range(2):
        seen = walk.ask("one", "open")
        assert (seen["base"], seen["newest"], seen["isSaved"], len(seen["lines"])) == (2, 2, True, 4)
        walk.ask("one", "send")
    assert WorkbenchChange.objects.count() == 1
    walk.upload("")
    assert walk.ask("one", "open")["base"] == 3


@pytest.mark.django_db(transaction=True)
def test_work_kept_offline_on_an_older_layout_is_brought_along(walk):
    walk.ask("one", "connect", "down")
    walk.ask("one", "add", "b1", 500, 1)
    first = next(iter(walk.ask("one", "look")["lines"]))
    walk.ask("one", "set", first, "x", 40)
    walk.ask("one", "crash")
    walk.upload("")
    assert walk.ask("two", "open")["epoch"] == 2
    walk.ask("one", "connect", "up")
    seen = walk.ask("one", "open")
    assert (seen["epoch"], seen["hasAdopted"], seen["overlaps"]) == (2, True, [])
    assert (seen["lines"]["b1"], seen["lines"][first][1], len(seen["lines"])) == ([1, 500], 40, 5)
    walk.ask("one", "send")
    assert walk.ask("two", "send")["lines"] == seen["lines"]
    assert walk.ask("one", "open")["hasAdopted"] is False, "once"


@pytest.mark.django_db(transaction=True)
def test_a_page_that_stays_open_on_an_older_layout_may_go_on(walk):
    walk.upload("")
    walk.ask("two", "open")
    for number in (1, 2):
        walk.ask("one", "add", f"b{number}", 500 + number, number)
        assert walk.ask("one", "send")["state"] == "elsewhere"
    assert {"b1", "b2"} <= set(walk.ask("one", "open")["lines"])


@pytest.mark.django_db(transaction=True)
def test_what_both_changed_in_an_older_and_a_newer_layout_is_shown(walk):
    walk.ask("one", "connect", "down")
    lines = walk.ask("one", "look")["lines"]
    for line in lines:
        walk.ask("one", "set", line, "colour", 200)
    walk.upload("")  # recolours one of them
    walk.ask("two", "open")
    walk.ask("one", "connect", "up")
    seen = walk.ask("one", "open")
    assert [(overlap["field"], overlap["mine"]) for overlap in seen["overlaps"]] == [("colour", 200)]
    assert {colour for line, (colour, _) in seen["lines"].items() if line in lines} == {200}


@pytest.mark.django_db(transaction=True)
def test_an_edit_on_a_stale_view_is_shown_beside_what_it_met(walk):
    line = next(iter(walk.ask("one", "look")["lines"]))
    walk.ask("one", "connect", "down")
    walk.ask("one", "set", line, "colour", 2)
    walk.ask("two", "set", line, "colour", 15)
    walk.ask("two", "send")
    walk.ask("one", "connect", "up")
    [overlap] = walk.ask("one", "send")["overlaps"]
    assert (overlap["line"], overlap["mine"], overlap["theirs"]) == (line, 2, 15)


@pytest.mark.django_db(transaction=True)
def test_a_change_whose_answer_was_lost_is_there_once_and_saved(walk):
    walk.ask("one", "connect", "lost")
    walk.ask("one", "add", "b1", 1, 1)
    assert walk.ask("one", "send")["isSaved"] is False
    walk.ask("one", "connect", "up")
    assert walk.ask("one", "send")["isSaved"] is True
    walk.save("two")
    assert Counter(p.id for p in model_of(Revision.objects.first()).main.placements)["b1"] == 1
