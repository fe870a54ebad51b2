"""The border: what text, a number and JSON may be."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from users.errors import ActionError
from users.input.json_reader import read_json
from users.input.numbers import LARGEST, whole
from users.input.text import as_text, is_text


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("17", 17), (str(LARGEST), LARGEST), (str(LARGEST + 1), None), ("9" * 4400, None), ("", None)]
    + [(text, None) for text in ("-1", "+1", " 1", "1_000", "1.5", "٣", "²", "0x1", "--1", "a")]
    + [(None, None), (3, None)],
)  # fmt: skip
def test_a_whole_number_is_ascii_digits_within_bounds(text, number):
    assert whole(text) == number


def test_bounds_may_be_others():
    assert whole("-3", least=-5) == -3 and whole("160", least=160) == 160 and whole("6", most=5) is None


@pytest.mark.parametrize("text", ["a\0", "\ud800", "\udfff"])
def test_what_no_database_holds_is_no_text(text):
    assert not is_text(text) and is_text(as_text(text))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"[" * 200_000, "deep"),
        (b'{"a":' * 200_000, "deep"),
        (b"[" * 33 + b"]" * 33, "deep"),
        (b"NaN", "no JSON"),
        (b"[Infinity]", "no JSON"),
        (b"1e999", "no JSON"),
        (b"9" * 4400, "no JSON"),
        (b'"\xff"', "no JSON"),
        (b'"a\0"', "no JSON"),
        (b"", "no JSON"),
        (rb'{"\u0000": 1}', "no text"),
        (rb'[["\ud800"]]', "no text"),
        (b'"' + b"x" * 5 * 1024 * 1024 + b'"', "too large"),
    ],
)
def test_json_beyond_the_limits_is_refused_in_a_sentence(data, word):
    began = time.perf_counter()
    with pytest.raises(ActionError, match=word):
        read_json(data)
    assert time.perf_counter() - began < 2


def test_json_within_the_limits_is_read():
    nested = b"[" * 32 + b"]" * 32
    assert read_json(rb'{"a": ["[[[", "\"[", 1.5, -9223372036854775808, null, "\u00e9"]}')["a"][0] == "[[["
    assert read_json(nested)


@pytest.mark.django_db
def test_a_page_says_in_both_languages_what_it_cannot_read(client: Client):
    for language, word in (("en", "characters that no text has"), ("fr", "caractères qu’aucun texte n’a")):
        answer = client.get("/creations/?q=a%00", headers={"Accept-Language": language})
        assert answer.status_code == 400 and word in answer.content.decode()
    problem = client.get("/api/v1/parts/?q=%00")
    assert problem.status_code == 400 and problem["Content-Type"] == "application/problem+json"
    script = client.post("/prices/", b"[" * 200_000, content_type="application/json")
    assert script.status_code == 400 and "nested too deep" in script.json()["error"]


@pytest.mark.django_db
def test_a_spoilt_cookie_is_as_good_as_none(client: Client):
    assert client.get("/", HTTP_COOKIE='sessionid="\\000aaaaaaaa"').status_code == 200


@pytest.mark.django_db
def test_a_form_in_another_encoding_is_refused(client: Client, ada):
    client.force_login(ada)
    for charset in ("hex", "utf-7", "zip", "unicode_escape", "no-such"):
        form = f"application/x-www-form-urlencoded; charset={charset}"
        answer = client.generic("POST", "/studio/", b"title=a", content_type=form)
        assert answer.status_code == 400 and "UTF-8" in answer.content.decode()


@pytest.mark.django_db
def test_the_next_page_is_an_address_of_ours(client: Client):
    for given in ("home", "NaN", "//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert client.post("/language/", {"language": "fr", "next": given}).url == "/"
    assert client.post("/language/", {"language": "fr", "next": "/parts/?q=a"}).url == "/parts/?q=a"


def test_a_query_in_no_text_codec_still_makes_a_request():
    from django.test import RequestFactory

    from users.input.request import AnyRequest

    environ = RequestFactory().get("/?a=1").environ
    environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded; charset=zip"
    assert AnyRequest(environ).GET["a"] == "1"
