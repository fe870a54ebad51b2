"""Errors as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.views import set_rollback

from prosum.gate import RETRY_AFTER
from users.errors import ActionError
from users.vanished import as_refusal


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: our refusals and its own errors in one shape; None for what is a bug."""
    headers: dict[str, str] = {}
    problem: dict[str, Any]
    request = context.get("request")
    error = as_refusal(error, request.method if request is not None else None) or error
    if isinstance(error, ActionError):
        status, problem = error.status, {"detail": str(error.message)}
        if error.field:
            problem["errors"] = {error.field: [str(error.message)]}
        headers.update(error.headers)
    elif isinstance(error, Http404):
        status, problem = 404, {"detail": "There is nothing at this address."}
    elif isinstance(error, PermissionDenied):
        status, problem = 403, {"detail": "You may not do this."}
    elif isinstance(error, exceptions.ValidationError):
        status, problem = 400, {"detail": "Some fields are not right.", "errors": error.detail}
    elif isinstance(error, exceptions.APIException):
        status, problem = error.status_code, {"detail": str(error.detail)}
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
        if getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    elif isinstance(error, OperationalError | InterfaceError):
        status, problem = 503, {"detail": "The database is away or busy for a moment."}
        headers["Retry-After"] = str(RETRY_AFTER)
    else:
        return None
    set_rollback()
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **problem}
    # Not DRF's own answer: that is written in whatever form was asked for, which may be what went wrong.
    return JsonResponse(body, status=status, headers=headers, content_type="application/problem+json")
