"""Refuses, before any view or session reads it, what can be no text: in the path, queries, forms, headers and cookies."""

from __future__ import annotations

import codecs
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.paginator import InvalidPage
from django.http import BadHeaderError, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelsearch.backends.base import FilterFieldError

from ..answers import refusal
from ..errors import ActionError
from .text import as_text, is_text

logger = logging.getLogger(__name__)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
#: A body read as a form although the view wants it whole; a broken one; a line end in what becomes a header.
_OF_WHAT_WAS_SENT = (RawPostDataException, MultiPartParserError, BadHeaderError)
#: What pages of libraries raise for what they cannot read. In our own views these are faults to be mended.
_OF_NONSENSE = (
    ValueError,
    OverflowError,
    NoReverseMatch,
    InvalidPage,
    MultiValueDictKeyError,  # a count of blocks in the editor, without the blocks
    FilterFieldError,  # words and a tag at once, where Wagtail's choice of pictures takes one or the other
)
_LIBRARIES = ("/editor/", "/operator/", "/documents/")
_UNREADABLE = gettext_lazy("What was sent cannot be read, or is too much at once.")


class BadInput(ActionError):
    """What was sent cannot be read, or is no text."""


class InputMiddleware:
    """Stands first, where a cookie and a header are used before any view; fields are read when the view is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Make the address, cookies and headers text before anything reads them."""
        # Nothing has such an address, and what looks for a file or a row of it must not meet a NUL.
        request.path_info, request.path = as_text(request.path_info), as_text(request.path)
        # A browser shows its cookies again and again: one that is spoilt is as good as none.
        request.COOKIES = {key: value for key, value in request.COOKIES.items() if is_text(key + value)}
        for key, value in list(request.META.items()):
            if key.startswith("HTTP_") and isinstance(value, str) and not is_text(value):
                request.META[key] = ""
        if not _is_utf8((request.content_params or {}).get("charset", "utf-8")):
            # Python has codecs that make no text, or that unpack.
            request.encoding = "utf-8"
            request.is_foreign = True  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Check what was filled in. A body that is no form is left unread for the view."""
        try:
            if getattr(request, "is_foreign", False):
                raise BadInput(_("What was sent is not written in UTF-8."))
            _check_fields(request.GET)
            if request.method not in ("GET", "HEAD") and request.content_type in _FORMS:
                _check_fields(request.POST)
        except BadInput as error:
            return refusal(request, error)
        except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
            return refusal(request, BadInput(_UNREADABLE))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What breaks a view that is not ours to mend, and can only have come from what was sent."""
        if isinstance(error, _OF_WHAT_WAS_SENT):
            return refusal(request, BadInput(_UNREADABLE))
        if isinstance(error, _OF_NONSENSE) and request.path.startswith(_LIBRARIES):
            logger.warning("%s cannot read what was sent", request.path, exc_info=error)
            return refusal(request, BadInput(_UNREADABLE))
        return None


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False


def _check_fields(fields: QueryDict) -> None:
    for name, values in fields.lists():
        if not all(is_text(str(text)) for text in (name, *values)):
            raise BadInput(_("What was sent holds characters that no text has."))
