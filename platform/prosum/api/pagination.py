"""Keyset pages for DRF: `?after=` leads on, and no page costs more than the first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from users.input.numbers import whole
from users.keyset import page

MAX_SIZE = 100


class KeysetPagination(BasePagination):
    """The view's `keyset_order` names an indexed field; ties are broken by primary key."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """The rows of one page: `?size=` of them (at most MAX_SIZE), after the cursor `?after=`."""
        given = whole(request.query_params.get("size"))
        usual: Any = settings.REST_FRAMEWORK["PAGE_SIZE"]
        size = usual if given is None else min(max(given, 1), MAX_SIZE)
        found = page(queryset, order=view.keyset_order, size=size, after=request.query_params.get("after", ""))
        self.next = self._next(request, found.after)
        return list(found.items)

    def _next(self, request: Request, after: str) -> str | None:
        if not after:
            return None
        fields = request.query_params.copy()
        fields["after"] = after
        return request.build_absolute_uri(f"{request.path}?{fields.urlencode()}")

    def get_paginated_response(self, data: Any) -> Response:
        """The rows with the address of the next page, or null."""
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same for the API's description."""
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {"type": "string", "format": "uri", "nullable": True},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The two parameters for the API's description."""
        return [
            {"name": "after", "in": "query", "schema": {"type": "string"}, "description": "The cursor `next` holds."},
            {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MAX_SIZE}},
        ]
