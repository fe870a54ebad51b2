"""A request that can be made of whatever a browser or a program sends."""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class AnyRequest(WSGIRequest):
    """Django's own decodes the query as it is made, in the codec its sender names, and fails for one that makes no text.

    Which codec was named stays in `content_params`, where the middleware looks.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, ValueError):  # UnicodeErrors are ValueErrors
            self._encoding = "utf-8"


class AnyHandler(WSGIHandler):
    """Django's own, for such requests."""

    request_class = AnyRequest
