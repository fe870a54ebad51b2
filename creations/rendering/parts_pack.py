"""Parts for the Studio in one answer: what they are, where they connect, and their meshes.

    bytes 0-3   length of the JSON, little endian
    JSON        {"parts": {id: {name, called, today, category, connectors, surfaces: [[colour, offset, length], …]}}}
    the rest    Draco frames in LDU; offsets count from the end of the JSON

`name` is LDraw's, `called` what it is in the reader's language where that is another; `today` the number under which an
old one is listed and sold.
A library part has one surface in colour 16; an embedded one has one for each colour it fixes. A part nobody has a mesh of is
a box of its known size, marked `"known": false`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from typing import Any

from ..catalog import library
from ..catalog.connectors import connectors
from ..catalog.names import part_name
from ..ldraw.colours import INHERIT
from ..ldraw.document import Document
from ..ldraw.geometry import custom_faces, own_faces
from ..ldraw.limits import Limits
from ..ldraw.names import is_geometry, part_id
from ..ldraw.numbers import today
from ..ldraw.structure import Kind, structure
from .meshes import Mesh, part_mesh
from .model import box_mesh, library_triangles, meshes_by_colour


class PartsPack:
    """Collects parts, then `packed()`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.parts: dict[str, dict[str, Any]] = {}
        self.frames = bytearray()

    def add_library_part(self, part: str) -> None:
        """A part by its number, under that number, also when it is an old one: its own mesh stands as its file places it."""
        if part in self.parts:
            return
        if is_geometry(f"{part}.dat"):
            self.parts[part] = {"name": "", "category": "", "connectors": [], "surfaces": [], "geometry": True}
            return
        mesh = part_mesh(part)
        self.add(part, {INHERIT: mesh or box_mesh(part)}, part)
        if mesh is None:
            self.parts[part]["known"] = False
        if today(part) != part:
            self.parts[part]["today"] = today(part)

    def add(self, key: str, meshes: dict[int, Mesh], described: str = "") -> None:
        """`described` is the library's number of the part, if it is one of the library's."""
        surfaces = []
        for colour, mesh in meshes.items():
            frame = mesh.draco()
            surfaces.append([colour, len(self.frames), len(frame)])
            self.frames.extend(frame)
        name, category = library.described(described)
        self.parts[key] = {
            "name": name,
            "category": category,
            "connectors": connectors(described),
            "surfaces": surfaces,
        }
        called = part_name(name, self.language)
        if called != name:
            self.parts[key]["called"] = called

    def packed(self) -> bytes:
        """The bytes: the length of the JSON in four bytes, the JSON, the frames."""
        text = json.dumps({"parts": self.parts}, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        return struct.pack("<I", len(text)) + text + bytes(self.frames)


def pack_of_parts(parts: Iterable[str], language: str = "en") -> bytes:
    """A pack of parts by their numbers; one the library cannot draw is a box, with `known` false."""
    pack = PartsPack(language)
    for part in parts:
        pack.add_library_part(part)
    return pack.packed()


def pack_of_document(document: Document, limits: Limits, language: str = "en") -> bytes:
    """All that a document shows: its library parts, its embedded parts by file name, and, under `=` and the file's name,
    the faces its models hold themselves. Raises LDrawError as `structure` does.
    """
    pack = PartsPack(language)
    shape = structure(document, limits)
    # All models, also those the main one does not reach: the Studio can open each by itself.
    models = [name for name, kind in shape.kinds.items() if kind is Kind.MODEL]
    for name in models:
        drawn = own_faces(shape, name, library_triangles)
        if drawn:
            pack.add(f"={name}", meshes_by_colour(drawn))
        for reference in {placement.name for placement in shape.files[name].placements}:
            kind, target = shape.resolve(reference)
            if kind is Kind.PART:
                pack.add_library_part(part_id(target))
            elif kind is Kind.CUSTOM and target not in pack.parts:
                pack.add(target, meshes_by_colour(custom_faces(shape, target, library_triangles)))
    return pack.packed()
