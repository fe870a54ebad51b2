"""A model as the Yjs document the Studio edits, and back. No Django; `studio/src/studio/document/` reads the same shape.

    about: Map   main: key of the main file; packed: whether written with `0 FILE`; preamble: text before the first one;
                 encoding, newline, unended as in `Document`
    files: Map   key -> Map
        name, order, kind ("model", "kept" for embedded parts, "data"), closed, outside (text after `0 NOFILE`),
        opening, closing as in `File` where they were read
        text             of a kept file: its lines
        steps: Map       of a model: id -> {order, end}; `end` is the line that closes it, empty for an open last step
        lines: Map       of a model: id -> {step, order, colour, transform, reference, group, source, groupSource}
                         or {step, order, text}; a source is how the line was written, where not in the shortest form
        stepFields, lineFields: Maps   "id/field" -> the value that field has been given since
    hidden, locked: Maps   "key/line id" -> true

Steps and lines are written once, as they were laid out or made; what is changed later has a key for each field, so that one
person's colour and another's place are both kept. A field is replaced as a whole: two people who move one part at once
leave it where one of them put it, never torn. Fields of a line that is gone count for nothing.

Numbers are floats: what Python calls an int would be a BigInt in the browser. Lines are sorted by (step order, order, id).
Keys (`keys.py`) are the same in every layout of a model. Shape 1 had no fields, and keys by position; it can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isfinite
from typing import Any

from pycrdt import Doc, Map

from ..ldraw.document import GLUE, Document, File, Line, Placement, Transform, is_step
from ..ldraw.names import normalise
from ..ldraw.placement_lines import placement_line, within_reach, written
from .keys import MAIN, LineKeys, file_key

#: The shape below. A workbench of another one is laid out anew when it is next opened.
SHAPE = 2
_STEP_FIELDS = frozenset({"order", "end"})
_PLACEMENT_FIELDS = frozenset({"step", "order", "colour", "transform", "reference", "group"})
_REMARK_FIELDS = frozenset({"step", "order", "text"})
#: MLCad's way to say which group a placement belongs to; LPub3D and others read it too.
_GROUP = re.compile(r"0\s+MLCAD\s+BTG\s+(.+)", re.IGNORECASE)


ENCODINGS = {"utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "latin-1"}
NEWLINES = {"\n", "\r\n", "\r"}
#: Codes below are table or direct colours (`0x2RRGGBB`, `0x3RRGGBB`), as `ldraw.colours.parse` reads them.
MOST_COLOURS = 0x8000000


class BadWorkbench(Exception):
    """The document has not the shape above; the message says where."""


def to_shared(document: Document) -> Doc[Any]:
    """The document as a new Yjs document. Placements must have ids (see `ldraw.identity`)."""
    shared: Doc[Any] = Doc()
    about, files = shared.get("about", type=Map), shared.get("files", type=Map)
    with shared.transaction():
        taken, kinds = {MAIN}, document.kinds()
        for index, file in enumerate(document.files):
            key = MAIN if file is document.main else file_key(file.name, taken)
            outside = _block(document.outside.get(index, ()))
            files[key] = _shared_file(file, index, document.is_model(file, kinds), outside)
        about["main"] = MAIN
        about["packed"] = document.packed
        about["preamble"] = _block(document.preamble)
        about["encoding"] = document.encoding
        about["newline"] = document.newline
        about["unended"] = document.unended
        shared.get("hidden", type=Map)
        shared.get("locked", type=Map)
    return shared


def _shared_file(file: File, index: int, is_model: bool, outside: str) -> Map[Any]:
    content: dict[str, Any] = {
        "name": file.name,
        "order": float(index),
        "closed": file.closed,
        "outside": outside,
        **{name: line for name in ("opening", "closing") if (line := getattr(file, name)) is not None},
    }
    if not is_model:
        text = _block(_text(line) for line in file.lines)
        return Map({**content, "kind": "data" if file.data else "kept", "text": text})
    laid = _Laid(file)
    fields: dict[str, Map[Any]] = {"stepFields": Map({}), "lineFields": Map({})}
    return Map({**content, "kind": "model", "steps": Map(laid.steps), "lines": Map(laid.lines), **fields})


class _Laid:
    """The lines of a model, each in its step."""

    def __init__(self, file: File) -> None:
        self.steps: dict[str, dict[str, Any]] = {}
        self.lines: dict[str, dict[str, Any]] = {}
        self._keys = LineKeys({placement.id for placement in file.placements})
        self._text: list[str] = []
        self._inside: list[tuple[str, dict[str, Any]]] = []
        group: dict[str, Any] = {}
        for position, line in enumerate(file.lines):
            if isinstance(line, Placement):
                self._place(line, group)
                group = {}
            elif is_step(line):
                self._close(line)
            elif (match := _GROUP.fullmatch(line)) and _is_placement(file.lines, position + 1):
                group = {"group": match.group(1).rstrip(GLUE).strip()}
                if line != _group_line(group["group"]):
                    group["groupSource"] = line
            else:
                self._text.append(line)
        self._close("")

    def _place(self, line: Placement, group: dict[str, Any]) -> None:
        self._keep_text()
        entry: dict[str, Any] = {
            "colour": float(line.colour),
            "transform": list(line.transform),
            "reference": line.reference,
            **group,
        }
        if line.source and line.source != placement_line(line):
            entry["source"] = line.source
        self._inside.append((line.id, entry))
        self._keys.passed(line.id)

    def _keep_text(self) -> None:
        if self._text:
            self._inside.append((self._keys.remark(), {"text": "\n".join(self._text)}))
            self._text.clear()

    def _close(self, end: str) -> None:
        self._keep_text()
        step = self._keys.step(next((key for key, entry in self._inside if "text" not in entry), None))
        self.steps[step] = {"order": float(len(self.steps)), "end": end}
        for order, (key, entry) in enumerate(self._inside):
            self.lines[key] = {"step": step, "order": float(order), **entry}
        self._inside.clear()


def _is_placement(lines: list[Line], position: int) -> bool:
    return position < len(lines) and isinstance(lines[position], Placement)


def _text(line: Line) -> str:
    if isinstance(line, str):
        return line
    return written(line)


def _block(lines: Iterable[str]) -> str:
    """Lines as one text; a last line without words still counts."""
    text = "\n".join(listed := list(lines))
    return text + "\n" if listed and not listed[-1] else text


def _group_line(group: str) -> str:
    return f"0 MLCAD BTG {group}"


def file_names(shared: Doc[Any]) -> dict[str, str]:
    """The files' keys, each with the name by which another layout knows the file too: the main model's is empty."""
    main = shared.get("about", type=Map).get("main")
    entries: Any = shared.get("files", type=Map).to_py() or {}
    return {key: "" if key == main else normalise(str(entry.get("name", ""))) for key, entry in entries.items()}


def from_shared(shared: Doc[Any]) -> Document:
    """The LDraw document. Raises BadWorkbench for a document of another shape.

    The shape is the browser's word alone: whoever writes to a workbench of theirs may put anything there.
    """
    try:
        return _document(shared)
    except (AttributeError, TypeError, LookupError, ValueError, ArithmeticError, RuntimeError) as error:
        raise BadWorkbench("the document has another shape than the Studio's") from error


def _document(shared: Doc[Any]) -> Document:
    about = shared.get("about", type=Map)
    entries: Any = shared.get("files", type=Map).to_py() or {}
    main = about.get("main")
    if not isinstance(main, str) or main not in entries:
        raise BadWorkbench("the document has no main model")
    order = sorted(entries, key=lambda key: (key != main, _number(entries[key].get("order"), "order"), key))
    files = []
    outside = {}
    for index, key in enumerate(order):
        entry = entries[key]
        files.append(_file(entry))
        if entry.get("outside"):
            outside[index] = _unblock(entry["outside"])
    preamble = about.get("preamble") or ""
    packed = bool(about.get("packed")) or len(files) > 1
    document = Document(files[0].name, files, packed, _unblock(preamble), outside)
    if (encoding := about.get("encoding")) in ENCODINGS:
        document.encoding = encoding
    if (newline := about.get("newline")) in NEWLINES:
        document.newline = newline
    document.unended = about.get("unended") is True
    return document


def _file(entry: dict[str, Any]) -> File:
    name = _one_line(entry.get("name"), "a file's name")
    file = File(name, data=entry.get("kind") == "data", closed=bool(entry.get("closed")))
    file.opening, file.closing = (_own_line(entry.get(side)) for side in ("opening", "closing"))
    if entry.get("kind") != "model":
        file.lines = list(_unblock(entry.get("text", "")))
        return file
    steps, lines = entry.get("steps") or {}, entry.get("lines") or {}
    _apply(entry.get("stepFields") or {}, steps)
    _apply(entry.get("lineFields") or {}, lines)
    by_step: dict[str, list[tuple[float, str, dict[str, Any]]]] = {key: [] for key in steps}
    ordered = sorted(steps, key=lambda key: (_number(steps[key].get("order"), "order"), key))
    if not ordered and lines:
        raise BadWorkbench(f"{name} has no steps")
    for key, line in lines.items():
        # A step that two people changed at once may be gone; its parts go to the last one rather than be lost.
        home = line.get("step") if line.get("step") in by_step else ordered[-1]
        by_step[home].append((_number(line.get("order"), "order"), key, line))
    for step in ordered:
        for _order, key, line in sorted(by_step[step], key=lambda row: row[:2]):
            _append(file, key, line)
        end = steps[step].get("end")
        if end:
            file.lines.append(_one_line(end, "a step's end", ended=True))
    return file


def _apply(fields: dict[str, Any], records: dict[str, dict[str, Any]]) -> None:
    """Give the records what was changed since; of a record that is gone, or for a field it cannot have, nothing."""
    for key, value in fields.items():
        id, _, name = key.rpartition("/")
        record = records.get(id)
        if record is not None and name in _fields_of(record):
            record[name] = value


def _fields_of(record: dict[str, Any]) -> frozenset[str]:
    if "text" in record:
        return _REMARK_FIELDS
    return _PLACEMENT_FIELDS if "reference" in record else _STEP_FIELDS


def _append(file: File, key: str, line: dict[str, Any]) -> None:
    if "text" in line:
        file.lines += _lines(line["text"]) or [""]
        return
    transform = line.get("transform")
    if not isinstance(transform, list) or len(transform) != 12:
        raise BadWorkbench(f"a placement of {file.name} has no transform")
    numbers: Transform = tuple(_number(value, "transform") for value in transform)  # type: ignore[assignment]
    if not within_reach(numbers):
        raise BadWorkbench("a transform reaches farther than any model")
    reference = _one_line(line.get("reference"), "a part's name")
    if line.get("group"):
        group, source = _one_line(line["group"], "a group"), _own_line(line.get("groupSource")) or ""
        match = _GROUP.fullmatch(source)
        is_same = match is not None and match.group(1).rstrip(GLUE).strip() == group
        file.lines.append(source if is_same else _group_line(group))
    colour = _number(line.get("colour"), "colour")
    if not 0 <= colour < MOST_COLOURS or colour != int(colour):
        raise BadWorkbench(f"{colour:g} is no colour")
    id = _one_line(key, "a placement's id")
    file.lines.append(Placement(int(colour), numbers, reference, id, source=_own_line(line.get("source")) or ""))


def _number(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadWorkbench(f"{what} is no number")
    if not isfinite(value):
        raise BadWorkbench(f"{what} is no finite number")
    return float(value)


def _one_line(value: Any, what: str, *, ended: bool = False) -> str:
    """A line of text, which may hold its own end (see `document.GLUE`) where lines were read. Raises BadWorkbench."""
    text = value.removesuffix(GLUE).removesuffix("\r") if ended and isinstance(value, str) else value
    if not isinstance(text, str) or not text.strip() or any(end in text for end in "\n\r\0"):
        raise BadWorkbench(f"{what} must be one line of text")
    return str(value)


def _own_line(value: Any) -> str | None:
    """How a line was read, if that is told; no words are told, too. Raises BadWorkbench."""
    return _one_line(value, "a line", ended=True) if value else value if value == "" else None


def _lines(value: Any) -> list[str]:
    """Text of several lines. Raises BadWorkbench."""
    if not isinstance(value, str) or "\0" in value.replace("\r\0", "\r"):
        raise BadWorkbench("a text holds what is no text")
    return value.split("\n") if value else []


def _unblock(value: Any) -> list[str]:
    """What `_block` made one text of. Raises BadWorkbench."""
    lines = _lines(value)
    return lines[:-1] if lines and not lines[-1] else lines
