"""The cover: a path-traced picture of a model, with Mitsuba 3, freed of noise by Open Image Denoise.

Rendered in passes with different seeds, so that progress can be shown. The film's filter is a box: any other correlates
neighbouring pixels' noise, and the denoiser then keeps it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .materials import material
from .meshes import corner_normals, part_normals
from .model import Model

#: Called with the share done, from 0 to 1.
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """How to take the picture: pixels, samples a pixel in each pass, and the camera's angles in degrees."""

    width: int = 1024
    height: int = 768
    samples: int = 4
    passes: int = 4
    azimuth: float = 32.0
    elevation: float = 24.0
    field_of_view: float = 26.0


SAMPLES_WITHOUT_DENOISER = 8
#: A first look, ready in about two seconds, until the real picture is there.
PREVIEW = Shot(width=512, height=384, samples=4, passes=1)


@lru_cache(maxsize=1)
def _mitsuba() -> Any:
    import mitsuba

    mitsuba.set_variant("scalar_rgb")
    mitsuba.set_log_level(mitsuba.LogLevel.Error)
    return mitsuba


def render(model: Model, shot: Shot, progress: Progress = lambda share: None) -> Image.Image:
    """A picture of the model on a light ground. Raises ValueError when the model draws nothing."""
    soups = _soups(model)
    if not soups:
        raise ValueError("the model draws nothing")
    progress(0.15)
    mi = _mitsuba()
    everything = np.concatenate([points.reshape(-1, 3) for points, _ in soups.values()])
    low, high = everything.min(axis=0), everything.max(axis=0)
    scene = mi.load_dict(_scene(mi, soups, low, high, everything, shot))
    progress(0.3)
    # Where there is no denoiser, samples have to do its work.
    samples = shot.samples if find_spec("pyoidn") else shot.samples * SAMPLES_WITHOUT_DENOISER
    total: NDArray[np.float32] | None = None
    for number in range(shot.passes):
        taken = np.array(mi.render(scene, spp=samples, seed=number), dtype=np.float32)
        total = taken if total is None else total + taken
        progress(0.3 + 0.6 * (number + 1) / shot.passes)
    assert total is not None
    colour = _denoise((total / shot.passes).astype(np.float32))
    progress(0.97)
    return _develop(colour)


def _soups(model: Model) -> dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """By colour: the corners (n, 3, 3) of all triangles in space with y up, and their normals."""
    points: dict[int, list[NDArray[np.float32]]] = defaultdict(list)
    normals: dict[int, list[NDArray[np.float32]]] = defaultdict(list)
    own: dict[int, NDArray[np.float32]] = {}
    for group in model.instances:
        shading = part_normals(group.part) if group.mesh.frame else None
        if shading is None or len(shading) != len(group.mesh.faces):
            if id(group.mesh) not in own:
                own[id(group.mesh)] = corner_normals(group.mesh.one_sided())
            shading = own[id(group.mesh)]
        mesh = group.mesh if len(shading) == len(group.mesh.faces) else group.mesh.one_sided()
        corners = mesh.points[mesh.faces]
        for row in group.transforms:
            matrix = row[3:].reshape(3, 3)
            placed = corners @ matrix.T + row[:3]
            determinant = np.linalg.det(matrix)
            turned = shading @ (np.linalg.inv(matrix) if abs(determinant) > 1e-9 else matrix.T)
            if determinant < 0:
                placed, turned = placed[:, ::-1], turned[:, ::-1]
            points[group.colour].append(placed.astype(np.float32))
            normals[group.colour].append(turned.astype(np.float32))
    flip = np.array([1, -1, -1], dtype=np.float32)
    found = {}
    for colour in points:
        shown = np.concatenate(normals[colour]) * flip
        shown /= np.maximum(np.linalg.norm(shown, axis=2, keepdims=True), 1e-9)
        found[colour] = (np.concatenate(points[colour]) * flip, shown)
    return found


def _scene(
    mi: Any, soups: dict[int, Any], low: NDArray[Any], high: NDArray[Any], points: NDArray[Any], shot: Shot
) -> dict[str, Any]:
    centre, radius = (low + high) / 2, float(np.linalg.norm(high - low) / 2)
    scene: dict[str, Any] = {
        "type": "scene",
        "integrator": {"type": "path", "max_depth": 8, "hide_emitters": True},
        "sensor": _camera(mi, centre, points, radius, shot),
        "sky": {"type": "constant", "radiance": {"type": "rgb", "value": [0.62, 0.65, 0.7]}},
        "key": _lamp(mi, centre, radius, azimuth=shot.azimuth + 62, elevation=52, size=1.5, power=9.0),
        "rim": _lamp(mi, centre, radius, azimuth=shot.azimuth - 130, elevation=38, size=1.1, power=5.0),
        "ground": _ground(mi, centre, float(low[1]), radius),
    }
    for colour, (corners, normals) in soups.items():
        scene[f"colour-{colour}"] = _shape(mi, corners, normals, _bsdf(colour), f"colour-{colour}")
    return scene


def _camera(mi: Any, centre: NDArray[Any], points: NDArray[Any], radius: float, shot: Shot) -> dict[str, Any]:
    """As near as the model, seen from the given angles, still fits the frame with a margin, and centred in it."""
    azimuth, elevation = math.radians(shot.azimuth), math.radians(shot.elevation)
    back = np.array(
        [math.sin(azimuth) * math.cos(elevation), math.sin(elevation), math.cos(azimuth) * math.cos(elevation)]
    )
    right = np.cross([0.0, 1.0, 0.0], back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    tangent = math.tan(math.radians(shot.field_of_view) / 2)
    slopes = np.array([tangent, tangent * shot.height / shot.width]) * 0.86
    sample = points[:: max(1, len(points) // 200_000)] - centre
    across, above, near = sample @ right, sample @ up, sample @ back
    target = centre.astype(float)
    distance = radius / tangent
    for _ in range(6):  # the view's own centre moves with the distance; a few rounds settle it
        depth = distance - near
        sides = [across / depth, above / depth]
        middles = [(side.max() + side.min()) / 2 for side in sides]
        shift = right * middles[0] * distance + up * middles[1] * distance
        target = target + shift
        across, above, near = across - shift @ right, above - shift @ up, near - shift @ back
        reach = max((np.abs(across) / slopes[0] + near).max(), (np.abs(above) / slopes[1] + near).max())
        distance = max(float(reach), float(near.max()) * 1.05, 1.0)
    origin = target + back * distance
    return {
        "type": "perspective",
        "fov": shot.field_of_view,
        "fov_axis": "x",
        "near_clip": distance / 1000,
        "far_clip": distance * 100,
        "to_world": mi.ScalarTransform4f().look_at(origin=origin.tolist(), target=target.tolist(), up=[0, 1, 0]),
        "film": {
            "type": "hdrfilm",
            "width": shot.width,
            "height": shot.height,
            "rfilter": {"type": "box"},
            "pixel_format": "rgb",
        },
        "sampler": {"type": "independent"},
    }


def _lamp(
    mi: Any, centre: NDArray[Any], radius: float, *, azimuth: float, elevation: float, size: float, power: float
) -> dict[str, Any]:
    """A soft box that looks at the model from five radii away."""
    a, e = math.radians(azimuth), math.radians(elevation)
    direction = np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
    origin = centre + direction * radius * 5
    transform = mi.ScalarTransform4f().look_at(origin=origin.tolist(), target=centre.tolist(), up=[0, 1, 0])
    return {
        "type": "rectangle",
        "to_world": transform @ mi.ScalarTransform4f().scale([radius * size, radius * size, 1]),
        "emitter": {"type": "area", "radiance": {"type": "rgb", "value": [power, power * 0.97, power * 0.92]}},
    }


def _ground(mi: Any, centre: NDArray[Any], height: float, radius: float) -> dict[str, Any]:
    transform = mi.ScalarTransform4f().translate([float(centre[0]), height - 0.05, float(centre[2])])
    transform = transform @ mi.ScalarTransform4f().rotate([1, 0, 0], -90) @ mi.ScalarTransform4f().scale(radius * 60)
    reflectance = {"type": "rgb", "value": [0.80, 0.79, 0.77]}
    return {"type": "disk", "to_world": transform, "bsdf": {"type": "diffuse", "reflectance": reflectance}}


def _shape(mi: Any, corners: NDArray[np.float32], normals: NDArray[np.float32], bsdf: Any, name: str) -> Any:
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(bsdf)
    count = corners.shape[0]
    mesh = mi.Mesh(name, count * 3, count, has_vertex_normals=True, props=properties)
    parameters = mi.traverse(mesh)
    parameters["vertex_positions"] = np.ravel(corners)
    parameters["vertex_normals"] = np.ravel(normals)
    parameters["faces"] = np.arange(count * 3, dtype=np.uint32)
    parameters.update()
    return mesh


def _bsdf(code: int) -> dict[str, Any]:
    look = material(code)
    rgb = {"type": "rgb", "value": [float(v) for v in look.rgb]}
    if look.is_clear:
        # Thin glass, tinted: a transparent brick's two walls give its colour twice, so each takes the root.
        tint = {"type": "rgb", "value": [min(1.0, 0.08 + 0.92 * float(v) ** 0.5) for v in look.rgb]}
        return {"type": "thindielectric", "int_ior": 1.5, "specular_transmittance": tint}
    if look.metalness > 0.5:
        bsdf = {"type": "principled", "base_color": rgb, "metallic": look.metalness, "roughness": look.roughness}
    elif look.metalness > 0:
        bsdf = {"type": "principled", "base_color": rgb, "metallic": look.metalness, "roughness": 0.4, "specular": 0.5}
    else:
        bsdf = {
            "type": "roughplastic",
            "diffuse_reflectance": rgb,
            "int_ior": 1.5,
            "alpha": 0.12 if look.roughness < 0.5 else 0.45,
            "nonlinear": True,
        }
    return {"type": "twosided", "bsdf": bsdf}


def _denoise(colour: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without albedo and normals: the scalar variant takes five times longer for a first hit's facts than for a light
    path, and at 16 samples a pixel the edges are as crisp without them."""
    try:
        import pyoidn
    except ImportError:  # no wheel for this machine: the samples have to do
        return colour
    return np.asarray(pyoidn.denoise(np.ascontiguousarray(colour), hdr=True), dtype=np.float32)


def _develop(colour: NDArray[np.float32]) -> Image.Image:
    """Linear light to sRGB with a soft shoulder, so that highlights roll off instead of clipping."""
    exposed = np.maximum(colour, 0) * 0.92
    knee = 0.72
    bright = knee + (1 - knee) * (1 - np.exp(-(exposed - knee) / (1 - knee)))
    exposed = np.where(exposed > knee, bright, exposed)
    shown = np.where(
        exposed <= 0.0031308, exposed * 12.92, 1.055 * np.power(np.maximum(exposed, 1e-9), 1 / 2.4) - 0.055
    )
    return Image.fromarray((np.clip(shown, 0, 1) * 255 + 0.5).astype(np.uint8), "RGB")
