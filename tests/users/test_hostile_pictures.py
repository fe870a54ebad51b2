"""Pictures that are none, that lie about their size, or that arrived in part: a sentence each."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from users.pictures import BadPicture, store_picture

pytestmark = pytest.mark.django_db


def picture(format_name: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, format_name)
    return out.getvalue()


def lying_png(width: int, height: int) -> bytes:
    """A PNG that says it is larger than its pixels."""
    data = bytearray(picture("PNG"))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (picture("PNG", (16_384, 1)), "too long"),
        (picture("PNG", (2, 16_384)), "too long"),
        (lying_png(60_000, 60_000), "too many pixels"),
        (lying_png(3000, 3000), "damaged"),
        (lying_png(0, 0), "no picture|damaged"),
        (b"", "no picture"),
        (b"GIF89a", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
    ],
)
def test_a_picture_that_cannot_be_kept_says_why(data, words):
    with pytest.raises(BadPicture, match=words):
        store_picture(data)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_cut_or_spoilt_picture_is_a_sentence_or_a_picture(format_name):
    whole = picture(format_name)
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                store_picture(data)
            except BadPicture as error:
                assert len(str(error.message).split()) > 3


def test_a_tall_picture_is_kept_up_to_what_webp_holds():
    assert store_picture(picture("PNG", (2, 16_383))).height == 16_383


def test_the_form_says_it(client, ada, creation):
    client.force_login(ada)
    file = SimpleUploadedFile("a.png", picture("PNG", (1, 20_000)))
    answer = client.post("/@ada/tower/pictures/add/", {"picture": file})
    assert answer.status_code == 400 and "16383 pixels" in answer.content.decode()
