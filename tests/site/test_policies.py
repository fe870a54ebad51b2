"""Every page has a policy, and no policy lets a script in that somebody smuggled into a page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from prosum.policies import PolicyMiddleware

from .addresses import addresses


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", ["nobody", "operator"])
def test_every_page_there_is_has_a_strict_policy(make_member, visitor):
    client = Client(raise_request_exception=False)
    operator = make_member("olga", is_staff=True, is_superuser=True)
    lacking, pages = {}, 0
    for address in addresses():
        if visitor == "operator" and "_auth_user_id" not in client.session:
            client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(address)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        pages += 1
        policy = dict(part.strip().partition(" ")[::2] for part in answer.get("Content-Security-Policy", "").split(";"))
        scripts = policy.get("script-src", "").replace("'wasm-unsafe-eval'", "")
        if "'self'" not in scripts or "unsafe" in scripts or policy.get("object-src") != "'none'":
            lacking[address] = policy
    assert not lacking and pages > 100


def answered(page: str, address: str = "/editor/pages/1/edit/") -> str:
    """The policy of a page at an address."""
    request = RequestFactory().get(address)
    middleware = PolicyMiddleware(lambda request: HttpResponse(page))
    return str(middleware(request)["Content-Security-Policy"])


@pytest.mark.parametrize(
    "script",
    [
        'new ImageChooser("id_cover", {"modalUrl": "/editor/images/chooser/"});',
        'new Chooser("id_featured", {});',
        'initDateTimeChooser("id_go_live_at", {"dayOfWeekStart": 0});',
        '\n(function() {\n  var panel = new InlinePanel(JSON.parse("\\u007B\\u007D"));\n})();\n',
    ],
)
def test_wagtails_widgets_begin(script):
    assert "sha256-" in answered(f"<p>…</p><script>{script}</script>")


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        "new Function('alert(1)')();",
        'new ImageChooser("x", alert(1));',
        'new ImageChooser("x", {}); alert(1);',
        'new ImageChooser("x", {}); alert(1); ("y");',
        'initDateChooser("x"); fetch("//evil.example");',
        '(function() { var panel = new InlinePanel(JSON.parse("x")); alert(1); })();',
        '(function() { var panel = new InlinePanel(JSON.parse("x\\")); alert(1); ("")); })();',
    ],
)
def test_a_smuggled_script_does_not(script):
    assert "sha256-" not in answered(f"<p>…</p><script>{script}</script>")


@pytest.mark.parametrize("address", ["/creations/", "/operator/", "/api/docs/"])
def test_hashes_are_for_the_editor_alone(address):
    assert "sha256-" not in answered('<script>new Chooser("x", {});</script>', address)
