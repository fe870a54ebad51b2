"""Every whole number that a form takes has an end, which is not beyond its column."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django import forms
from django.core.validators import MaxValueValidator

from users.input.numbers import LARGEST

ROOT = Path(__file__).resolve().parents[2]


def _all(parent: type) -> set[type]:
    return {form for child in parent.__subclasses__() for form in (child, *_all(child))}


def _ours() -> list[type[forms.BaseForm]]:
    """The forms of our rooms, which are all in files that are named for them."""
    found = {
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for room in ("blog", "creations", "marketplace", "users")
        for path in (ROOT / room).rglob("*forms.py")
    }
    names = {module.__name__ for module in found}
    return sorted((form for form in _all(forms.BaseForm) if form.__module__ in names), key=lambda form: form.__name__)


def _column(form: type[forms.BaseForm], name: str) -> int:
    """The most that the column of the same name holds."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    if model is None or name not in {field.name for field in model._meta.fields}:
        return LARGEST
    return min(
        (v.limit_value for v in model._meta.get_field(name).validators if isinstance(v, MaxValueValidator)),
        default=LARGEST,
    )


def _checked_by_its_model(form: type[forms.BaseForm], name: str) -> bool:
    return form._post_clean is forms.ModelForm._post_clean and name in form._meta.fields


def test_every_whole_number_of_a_form_has_an_end(db):
    found = _ours()
    assert {"LotForm", "ShopForm", "CreationForm"} <= {form.__name__ for form in found}
    endless = [
        f"{form.__name__}.{name}: {field.max_value}"
        for form in found
        for name, field in form.base_fields.items()
        if type(field) is forms.IntegerField and not _checked_by_its_model(form, name)
        if not (field.max_value or LARGEST + 1) <= _column(form, name)
    ]
    assert not endless, "\n".join(endless)
