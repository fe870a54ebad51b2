"""What only a program of somebody's own puts on a workbench: refused in a sentence, whoever reads it and however."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from pycrdt import Array, Doc, Map, Text, XmlFragment

from creations import ldraw
from creations.ldraw.identity import assign_ids
from creations.workbench.document import BadWorkbench, from_shared, to_shared
from creations.workbench.keys import MAIN


def sound() -> Doc[Any]:
    document = ldraw.read(b"0 A\n1 4 0 0 0 1 0 0 0 1 0 0 0 1 3001.dat\n0 STEP\n", name="a.ldr")
    assign_ids(document)
    return to_shared(document)


def _file(doc: Doc[Any]) -> Any:
    return doc.get("files", type=Map)[MAIN]


def _line(doc: Doc[Any]) -> tuple[Any, str]:
    """The lines, and the key of the one placement among them."""
    lines = _file(doc)["lines"]
    return lines, next(key for key in lines if not key.startswith("~"))


def spoil_line(**fields: Any):
    def spoil(doc: Doc[Any]) -> None:
        lines, key = _line(doc)
        lines[key] = {**lines.to_py()[key], **fields}

    return spoil


def spoil_file(**fields: Any):
    def spoil(doc: Doc[Any]) -> None:
        for name, value in fields.items():
            _file(doc)[name] = value

    return spoil


SPOILT = {
    "no main": lambda doc: doc.get("about", type=Map).update({"main": "nowhere"}),
    "main is a number": lambda doc: doc.get("about", type=Map).update({"main": 1.0}),
    "preamble is a list": lambda doc: doc.get("about", type=Map).update({"preamble": [1.0]}),
    "files is a text": lambda doc: doc.get("files", type=Map).update({"f1": "text"}),
    "files is a number": lambda doc: doc.get("files", type=Map).update({MAIN: 1.0}),
    "a shared text": lambda doc: doc.get("files", type=Map).update({"f1": Text("a")}),
    "a shared list": lambda doc: doc.get("files", type=Map).update({MAIN: Array([1])}),
    "an XML fragment": lambda doc: doc.get("files", type=Map).update({"f1": XmlFragment()}),
    "NaN": spoil_line(order=math.nan),
    "infinite place": spoil_line(transform=[math.inf] * 12),
    "short place": spoil_line(transform=[1.0]),
    "place of words": spoil_line(transform=["a"] * 12),
    "nested place": spoil_line(transform=[[1.0]] * 12),
    "colour NaN": spoil_line(colour=math.nan),
    "colour infinite": spoil_line(colour=math.inf),
    "colour below": spoil_line(colour=-1.0),
    "colour beyond": spoil_line(colour=2.0**40),
    "NUL part": spoil_line(reference="3001\0.dat"),
    "part of two lines": spoil_line(reference="a\n0 FILE b"),
    "NUL text": spoil_line(text="a\0"),
    "text of a list": spoil_line(text=["a"]),
    "NUL group": spoil_line(group="\0"),
    "name of two lines": spoil_file(name="a\n0 FILE b"),
    "no name": spoil_file(name=None),
    "steps of words": spoil_file(steps="a"),
    "lines of words": spoil_file(lines="a"),
    "steps of numbers": spoil_file(steps={"s0": 1.0}),
    "fields of words": spoil_file(lineFields="a"),
    "fields of numbers": spoil_file(stepFields=1.0),
    "outside of numbers": spoil_file(outside=1.0),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_document_of_another_shape_is_refused_in_a_sentence(name):
    shared = sound()
    SPOILT[name](shared)
    with pytest.raises(BadWorkbench):
        from_shared(shared)


def test_random_bytes_in_an_update_make_a_document_a_refusal_or_no_update():
    whole, dice = sound().get_update(), random.Random(4)
    for _ in range(4000):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 5)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        shared: Doc[Any] = Doc()
        try:
            shared.apply_update(bytes(data))
        except Exception:  # what `keep_changes` refuses before it is kept
            continue
        try:
            ldraw.write(from_shared(shared))
        except BadWorkbench:
            pass


@pytest.mark.django_db
@pytest.mark.parametrize("name", SPOILT)
def test_the_studio_says_so_and_still_opens(client, ada, creation, name):
    """Kept changes are only bytes: each page that reads the document has its sentence, and the document is still given."""
    client.force_login(ada)
    place = "/@ada/tower/studio/"
    opened = client.get(f"{place}document/")
    shared: Doc[Any] = Doc()
    shared.apply_update(opened.content)
    before = shared.get_state()
    SPOILT[name](shared)
    epoch = opened.headers["X-Workbench"].split('"epoch": ')[1].split(",")[0]
    kept = client.post(
        f"{place}changes/?epoch={epoch}&after=0", shared.get_update(before), content_type="application/octet-stream"
    )
    assert kept.status_code in (200, 400)
    for method, page in (("get", "meshes/"), ("post", "save/"), ("get", "document/"), ("get", "both/")):
        answer = getattr(client, method)(place + page, {"base": 1} if method == "post" else None)
        assert answer.status_code < 500, page
        if answer.status_code >= 400:
            assert len(answer.json()["error"].split()) >= 3
    assert client.get(f"{place}document/").status_code == 200
