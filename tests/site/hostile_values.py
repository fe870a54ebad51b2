"""What somebody who wishes a site ill, or a broken program, sends instead of a value."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

#: Longer than the 4,300 digits that Python turns into a number.
DIGITS = "9" * 4400


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


#: Cursors of `users.keyset` that nobody was given.
CURSORS = {
    f"cursor {text[:40]}": _cursor(text)
    for text in (
        '["0001-01-01T00:00:00+14:00",1]',
        '["9999-12-31T23:59:59-14:00",1]',
        '["99999-99-99",1]',
        "[Infinity,1]",
        "[NaN,NaN]",
        "[9e999,1]",
        "[1e308,1]",
        "[-1,-9223372036854775809]",
        "[99999999999999999999999,99999999999999999999999]",
        r'["\u0000","\u0000"]',
        r'["\ud800","\ud800"]',
        "[true,true]",
        "[null,null]",
        '["2024-01-01",1]',
        '[{"a":1},[1]]',
        "{}",
        "1",
        "[" * 200,
    )
}

TEXTS: dict[str, bytes] = {
    name: value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    for name, value in {
        "empty": "",
        "NUL": "\0",
        "NUL inside": "tower\0",
        "high surrogate": "a\ud800",
        "invalid UTF-8": b"\xff\xfe\xfa",
        "overlong UTF-8": b"\xc0\x80\xe0\x80\x80",
        "Infinity": "Infinity",
        "NaN": "NaN",
        "1e400": "1e400",
        "4,400 digits": DIGITS,
        "a fraction of 4,400 digits": "0." + DIGITS,
        "beyond 64 bits": str(2**63),
        "below 64 bits": str(-(2**63) - 1),
        "-1": "-1",
        "0": "0",
        "Arabic digits": "٣٤",
        "superscript": "²",
        "1.5": "1.5",
        "1_000": "1_000",
        "brackets": "[" * 2000,
        "objects": '{"a":' * 500,
        "10,000 letters": "x" * 10_000,
        "right to left, zero width": "\u202eabc\u200b\u2066\ufeff",
        "control characters": "\x01\x08\x0b\x1b[31m\x7f\x85",
        "line ends": "a\r\nSet-Cookie: a=b\u2028",
        "a way up": "../../../../etc/passwd",
        "a hidden way up": "..%2f..%5c%2e%2e",
        "percent signs": "%00%zz%",
        "a Windows way": "C:\\CON\\..",
        "another site": "//evil.example/\\x",
        "a bad address": "http://[::1",
        "long ago": "0001-01-01T00:00:00+14:00",
        "no date": "99999-99-99",
        "SQL": "'; DROP TABLE users_member; --",
        "formats": "{{ 7*7 }}{% x %}%(title)s %s {0}",
        "search syntax": "!&|(:*<->\"'",
        "combining marks": "e" + "\u0301" * 500,
        "no characters": "\ufffe\uffff\U0010ffff",
        "script": "<script>alert(1)</script>",
        "null": "null",
    }.items()
}

#: In place of a JSON value: what text can be and what is no text.
JSON_VALUES: dict[str, str] = {
    "NUL": r'"a\u0000"',
    "high surrogate": r'"\ud800"',
    "Infinity": "Infinity",
    "-Infinity": "-Infinity",
    "NaN": "NaN",
    "1e400": "1e400",
    "4,400 digits": DIGITS,
    "minus 4,400 digits": "-" + DIGITS,
    "beyond 64 bits": str(2**63),
    "-1": "-1",
    "1.5": "1.5",
    "true": "true",
    "null": "null",
    "empty": '""',
    "list": '["a", 1, null]',
    "empty list": "[]",
    "object": '{"a": 1}',
    "list of NUL": r'["\u0000"]',
    "list of lists": "[[[[1]]]]",
    "100,000 letters": '"' + "x" * 100_000 + '"',
    "deep": "[" * 5000 + "]" * 5000,
    "right to left": '"\u202eabc\u200b"',
}

#: Whole bodies with their content type.
BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "application/json"),
    "NUL": (b"\0", "application/json"),
    "invalid UTF-8": (b'"\xff\xfe"', "application/json"),
    "a surrogate": (rb'{"title": "\ud800"}', "application/json"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "application/json"),
    "200,000 brackets": (b"[" * 200_000, "application/json"),
    "200,000 closed brackets": (b"[" * 200_000 + b"]" * 200_000, "application/json"),
    "100,000 objects": (b'{"a":' * 100_000, "application/json"),
    "a number": (b"1", "application/json"),
    "a text": (b'"a"', "application/json"),
    "true": (b"true", "application/json"),
    "null": (b"null", "application/json"),
    "Infinity": (b"Infinity", "application/json"),
    "list of Infinity": (b'[["3001", Infinity, 1e999], ["3001", NaN, NaN]]', "application/json"),
    "list of long numbers": (f'[["3001", {DIGITS}, {DIGITS}]]'.encode(), "application/json"),
    "list of large numbers": (f'[["3001", {2**63}, {2**63}]]'.encode(), "application/json"),
    "list of NUL": (rb'[["\u0000", 4, 1]]', "application/json"),
    "list of surrogates": (rb'[["\ud800", 4, 1]]', "application/json"),
    "list of lists": (b"[[[1], [2], [3]], [[], {}, null]]", "application/json"),
    "list of short rows": (b"[[1], []]", "application/json"),
    "object of lists": (b'{"a": [], "": {}}', "application/json"),
    "a megabyte": (b'"' + b"x" * 1_000_000 + b'"', "application/json"),
    "no type": (b"title=a", ""),
    "no such type": (b"title=a", "text/\xff; charset=\xfe"),
    "XML": (b"<a/>", "application/xml"),
    "octets": (bytes(range(256)) * 4, "application/octet-stream"),
    "multipart without boundary": (b"--a\r\n", "multipart/form-data"),
    "multipart with an empty boundary": (b"--\r\n", "multipart/form-data; boundary="),
    "multipart cut": (
        b'--a\r\nContent-Disposition: form-data; name="title"\r\n\r\n',
        "multipart/form-data; boundary=a",
    ),
    "multipart with a bad name": (
        b'--a\r\nContent-Disposition: form-data; name="ti\0tle"; filename="\0"\r\n\r\nx\r\n--a--\r\n',
        "multipart/form-data; boundary=a",
    ),
    "multipart with bad base64": (
        b'--a\r\nContent-Disposition: form-data; name="title"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--a--\r\n',
        "multipart/form-data; boundary=a",
    ),
    "multipart in a codec": (
        b'--a\r\nContent-Disposition: form-data; name="title"\r\n\r\n\\ud800\r\n--a--\r\n',
        "multipart/form-data; boundary=a; charset=unicode_escape",
    ),
    "multipart in no text codec": (
        b'--a\r\nContent-Disposition: form-data; name="title"\r\n\r\nzz\r\n--a--\r\n',
        "multipart/form-data; boundary=a; charset=hex",
    ),
    "multipart in nested parts": (
        b'--a\r\nContent-Disposition: form-data; name="title"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b--\r\n--a--\r\n',
        "multipart/form-data; boundary=a",
    ),
    "form in a codec": (b"title=%41", "application/x-www-form-urlencoded; charset=utf-7"),
    "form in no codec": (b"title=%41", "application/x-www-form-urlencoded; charset=zip"),
    "form of 5,000 fields": (b"&".join(b"a%d=1" % k for k in range(5000)), "application/x-www-form-urlencoded"),
    "form that is none": (b"&&&===%%%;;\0", "application/x-www-form-urlencoded"),
}

HEADERS = (
    "Accept",
    "Accept-Language",
    "Authorization",
    "If-Modified-Since",
    "If-None-Match",
    "Range",
    "Referer",
    "Origin",
    "Host",
    "X-CSRFToken",
    "X-Forwarded-For",
    "X-Requested-With",
    "HX-Request",
    "HX-Current-URL",
    "HX-Target",
    "HX-Trigger",
    "HX-Prompt",
    "Prosum-Signature",
)
COOKIES = ("sessionid", "csrftoken", "django_language", "messages")

#: What an HTTP server lets through in a header: Latin-1 without line ends; NUL is tried all the same.
HEADER_VALUES: dict[str, str] = {
    "empty": "",
    "NUL": "a\0",
    "Latin-1": "\xff\xfe",
    "4,400 digits": DIGITS,
    "brackets": "[" * 2000,
    "commas": "," * 3000,
    "quality": "fr;q=Infinity,en;q=" + DIGITS + ",*;q=-1",
    "languages": ",".join("a-" * 30 + str(k) for k in range(60)),
    "ranges": "bytes=" + ",".join(f"{k}-" for k in range(200)),
    "a bad range": "bytes=9-1, -0, " + DIGITS + "-" + DIGITS,
    "a bad date": "Foo, 99 Bar 99999 99:99:99 GMT",
    "a bad address": "http://[::1",
    "a way up": "../../../../etc/passwd",
    "octal": '"\\000\\777"',
    "a token": "Token \xff",
    "basic": "Basic " + "=" * 50,
    "percent": "%00%zz%ff",
    "media types": "text/html;q=x;;;=,*/;q=" + DIGITS + ",*",
}


def in_address(value: bytes) -> str:
    """Percent-encoded, slashes too."""
    return quote(value, safe="")


def in_form(fields: dict[str, Any], name: str, value: bytes) -> bytes:
    """An urlencoded form in which one field has a hostile value."""
    pairs = [(key, str(given).encode()) for key, given in fields.items() if key != name]
    return b"&".join(quote(key).encode() + b"=" + in_address(given).encode() for key, given in [*pairs, (name, value)])
