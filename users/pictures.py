"""Pictures people bring: checked, turned upright, freed of metadata, kept in a few sizes as WebP."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .errors import ActionError
from .files import address, load, store_as

#: The widths kept of each picture, in pixels; a smaller original is never enlarged.
WIDTHS = (320, 640, 1280, 1920)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
QUALITY = 82
#: Pixels, enough for the card of any site that shows a link to a page of ours.
SHARED = (1280, 960)
#: What stands behind a picture with alpha where nobody knows what would: the light stage of our own pages.
_STAGE = (0xF1, 0xEF, 0xEB)
#: WebP holds no longer side, in pixels.
LONGEST = 16_383


class BadPicture(ActionError):
    """The file is no picture, or one too large."""


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """`name` is the base of the sizes' names; width and height are of the largest, in pixels."""

    name: str
    width: int
    height: int


def store_upload(upload: UploadedFile[bytes]) -> StoredPicture:
    """Check and keep a picture somebody uploaded. Raises BadPicture with a sentence for them."""
    limit = settings.PROSUM_PICTURE_BYTES
    if (upload.size or 0) > limit:
        raise BadPicture(_("The picture is larger than %(size)d MB.") % {"size": limit // 1024 // 1024})
    return store_picture(upload.read())


def store_picture(data: bytes) -> StoredPicture:
    """Keep the picture in `data` in all sizes. Raises BadPicture."""
    return store_image(_open(data), hashlib.sha256(data).hexdigest())


def picture_name(digest: str) -> str:
    """The name of the picture that was made from what `digest` names."""
    return f"pictures/{digest[:2]}/{digest}"


def store_image(image: Image.Image, digest: str) -> StoredPicture:
    """Keep an image in all sizes; `digest` names what it was made from."""
    name = picture_name(digest)
    for width in WIDTHS:
        height = max(1, round(image.height * width / image.width))
        sized = image if image.width <= width else image.resize((width, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        sized.save(out, "WEBP", quality=QUALITY, method=4)
        store_as(out.getvalue(), f"{name}-{width}.webp")
    store_as(_to_share(image), _shared_name(name))
    scale = min(1.0, WIDTHS[-1] / image.width)
    return StoredPicture(name, round(image.width * scale), round(image.height * scale))


def stored_names(name: str) -> list[str]:
    """The files a kept picture is made of."""
    return [*(f"{name}-{width}.webp" for width in WIDTHS), _shared_name(name)]


def _shared_name(name: str) -> str:
    return f"{name}-{SHARED[0]}.jpg"


def _to_share(image: Image.Image) -> bytes:
    """The whole picture as a JPEG of SHARED pixels; around it, and where it lets something through, one sees our stage."""
    scale = min(SHARED[0] / image.width, SHARED[1] / image.height)
    width, height = (max(1, round(side * scale)) for side in image.size)
    layers = image.convert("RGBA").resize((width, height), Image.Resampling.LANCZOS)
    shown = Image.new("RGB", SHARED, _STAGE)
    shown.paste(layers, ((SHARED[0] - width) // 2, (SHARED[1] - height) // 2), layers)
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=QUALITY + 4, progressive=True)
    return out.getvalue()


def _open(data: bytes) -> Image.Image:
    image = _header(data)
    _check_size(image)
    try:
        image.load()
        upright = ImageOps.exif_transpose(image)
        has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        # A new image holds pixels alone: position, camera and thumbnail stay behind.
        return upright.convert("RGBA" if has_alpha else "RGB")
    except Exception as error:  # Pillow's formats raise what they meet: struct.error, KeyError, OverflowError and more
        raise BadPicture(_("The picture is damaged, or only a part of it arrived.")) from error


def _header(data: bytes) -> Image.Image:
    """The picture before a pixel of it is unpacked, so that a bomb is refused by its size."""
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise BadPicture(_("The picture has too many pixels.")) from error
    except Exception as error:
        raise BadPicture(_("This is no picture we can read. Use JPEG, PNG, WebP, GIF or AVIF.")) from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > settings.PROSUM_PICTURE_PIXELS:
        raise BadPicture(_("The picture has too many pixels."))
    if max(image.size) > LONGEST:
        raise BadPicture(_("The picture is too long: each side has at most %(side)d pixels.") % {"side": LONGEST})


def open_largest(name: str) -> Image.Image:
    """A kept picture in its largest size. Raises FileNotFoundError."""
    image = Image.open(io.BytesIO(load(f"{name}-{WIDTHS[-1]}.webp")))
    image.load()
    return image


def picture_address(name: str, width: int) -> str:
    """Where the size of at least `width` pixels is."""
    fitting = next((kept for kept in WIDTHS if kept >= width), WIDTHS[-1])
    return address(f"{name}-{fitting}.webp") if name else ""


def shared_address(name: str) -> str:
    """Where the picture is for other sites, feeds and mails: an opaque JPEG, as all of them can show."""
    return address(_shared_name(name)) if name else ""


def source_set(name: str) -> str:
    """The `srcset` of all sizes."""
    return ", ".join(f"{picture_address(name, width)} {width}w" for width in WIDTHS) if name else ""
