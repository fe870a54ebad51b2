"""Content security policies: ours for the pages we write, and one of its own for each tree of pages a library writes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

#: In a policy of `PROSUM_POLICIES`: the page's own inline scripts that begin one of Wagtail's widgets.
WIDGETS = "widgets"
#: An inline script without attributes, as Wagtail writes them.
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: `new PageChooser("id", {…});` and `initDateChooser("id", {…});`: a widget that begins, with nothing but data.
_WIDGET = re.compile(r"\s*(?:new [A-Za-z]*Chooser|init(?:Date|Time|DateTime)Chooser)\((.*)\);\s*", re.DOTALL)
#: A list of inner forms that begins; its data are one escaped string.
_PANEL = re.compile(
    r"\s*\(function\(\) \{\s*var panel = new (?:InlinePanel|MultipleChooserPanel)\(JSON\.parse\(\"[^\"<>\r\n]*\"\)\);\s*\}\)\(\);\s*"
)


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, with `PROSUM_POLICIES` for the addresses of libraries."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The site's policy, or its own for the pages below a prefix of `PROSUM_POLICIES`."""
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        if report_only:
            return parts
        policies: dict[str, dict[str, Any]] = settings.PROSUM_POLICIES
        for prefix, policy in policies.items():
            if parts.config is None and request.path_info.startswith(prefix):
                parts.config = {**policy, "script-src": _sources(policy["script-src"], response)}
        return parts


def _sources(sources: list[str], response: HttpResponseBase) -> list[str]:
    return [found for source in sources for found in (_hashes(response) if source == WIDGETS else [source])]


def _hashes(response: HttpResponseBase) -> list[str]:
    """Sources that allow the inline scripts of a page which have the shape of Wagtail's own, and no other.

    A nonce put on every script would also be put on one that somebody smuggled in. A script of these shapes can only
    begin one of Wagtail's widgets.
    """
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return []
    text = response.content.decode(response.charset, "replace")  # type: ignore[attr-defined]
    scripts = {script for script in _INLINE.findall(text) if _is_known(script)}
    return sorted(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)


def _is_known(script: str) -> bool:
    if _PANEL.fullmatch(script):
        return True
    widget = _WIDGET.fullmatch(script)
    if widget is None:
        return False
    try:
        json.loads(f"[{widget[1]}]")
    except ValueError:
        return False
    return True
