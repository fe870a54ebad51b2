"""`Idempotency-Key`: a request that makes something, sent again, makes it once (the IETF's draft of that header).

What `users.once` is for forms. The same key with other words or another file is another request.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from users.models import Submission
from users.once import digest

HEADER = "Idempotency-Key"
PARAMETER = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="Any words of yours, new for each thing you make: sent again within a day, the first answer comes again.",
)

Method = Callable[..., Response]


def once_a_key(method: Method) -> Method:
    """Make a view set's method that creates something give the second request with one key the first one's answer."""

    @wraps(method)
    def answer(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER, "").strip()
        if not key:
            return method(self, request, *args, **kwargs)
        with transaction.atomic():
            # Waits while another request holds the same key; has it if that one failed.
            submission, first = Submission.objects.get_or_create(key=digest(request, key))
            if not first:
                return Response(json.loads(submission.body), status=submission.status)
            made = method(self, request, *args, **kwargs)
            submission.status, submission.body = made.status_code, JSONRenderer().render(made.data).decode()
            submission.save()
        return made

    return answer
