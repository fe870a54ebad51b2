"""What the API's description covers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a program says who it is: the only way the description offers."""

    target_class = "users.tokens.authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """How a token is sent, for the API's description."""
        return {"type": "http", "scheme": "bearer", "description": "A token of the page `/settings/tokens/`."}


def only_version_one(endpoints: list[tuple[Any, ...]], **kwargs: Any) -> list[tuple[Any, ...]]:
    """Our own API; Wagtail's, which its editor uses, is not for others."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
