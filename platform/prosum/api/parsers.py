"""How the API reads what is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from users.input.json_reader import MOST_BYTES, read_json


class BoundedJSONParser(BaseParser):
    """DRF's own reads any depth, any number of digits, and texts that cannot be kept."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value sent. Raises BadJSON, which the API answers as a problem."""
        return read_json(stream.read(MOST_BYTES + 1))
