"""Files in a bucket of an S3 service, which writes them whole by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """The site serves what is in it, at the same addresses as from a disk: the bucket stays private, and our pages' policy
    for pictures and scenes needs to name no other host."""

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """Our own address: who may have a file is asked on every request."""
        return f"{settings.MEDIA_URL}{quote(name)}"
