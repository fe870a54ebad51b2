"""Which rows name which files in the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from .pictures import stored_names


class FileNameField(models.CharField):  # type: ignore[type-arg]
    """A column that names a file in the store; with `is_picture`, the base name of a picture's sizes.

    In the database and in migrations it is the CharField it extends: what it adds is that files can be looked after.
    """

    def __init__(self, *args: Any, is_picture: bool = False, **options: Any) -> None:
        self.is_picture = is_picture
        options.setdefault("max_length", 120)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """As plain text: migrations need not know it."""
        name, _path, positional, options = super().deconstruct()
        return name, "django.db.models.CharField", positional, options

    def names(self, value: str) -> list[str]:
        """The files a value stands for."""
        return stored_names(value) if self.is_picture else [value]


def columns() -> Iterator[models.Field[Any, Any]]:
    """Every column that names files, our own and those of libraries."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileNameField | models.FileField):
                yield field


def named() -> Iterator[tuple[str, str]]:
    """Each file that a row names, with who names it, such as `users.Member.avatar of 7`."""
    for field in columns():
        rows: Iterable[tuple[Any, str]] = (
            field.model._base_manager.exclude(**{field.name: ""})
            .exclude(**{field.name: None})
            .values_list("pk", field.name)
            .iterator(2000)
        )
        for key, value in rows:
            for name in field.names(value) if isinstance(field, FileNameField) else [value]:
                yield name, f"{field.model._meta.label}.{field.name} of {key}"
