"""Text of one line: titles, names, subjects. A line break in one would end a mail's header or tear a list apart.

And text in which there is nothing to see: it counts as none, wherever something must be said.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import Combinable

#: Categories of characters that end a line or show nothing: controls, line and paragraph separators.
_BREAKING = {"Cc", "Zl", "Zp"}
#: They turn the direction of what follows them, beyond the end of the text.
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))

#: Categories of which nothing is seen: white space, controls, format signs, what only changes the letter before it.
_UNSEEN = {"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"}
#: Letters and symbols by name, blanks by sight: fillers of Hangul, the empty pattern of Braille.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in it."""
    return all(unicodedata.category(sign) in _UNSEEN or sign in _BLANKS for sign in text)


def one_line(text: str) -> str:
    """`text` in one line: what breaks it, and white space in a row, becomes one space; none at its ends.

    Empty where there is nothing to see in it.
    """
    if is_blank(text):
        return ""
    spaced = "".join(" " if unicodedata.category(sign) in _BREAKING else sign for sign in text.translate(_TURNING))
    return " ".join(spaced.split())


if TYPE_CHECKING:
    _CharField = models.CharField[str | int | Combinable, str]
else:
    _CharField = models.CharField


class OneLineField(_CharField):
    """A CharField whose text is one line, whoever writes it: a form, the API, an action, an update of many rows."""

    def to_python(self, value: Any) -> Any:
        """What a form or `full_clean` gives, in one line."""
        made = super().to_python(value)
        return one_line(made) if isinstance(made, str) else made

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        """What is written, which the instance then has, too."""
        value = self.to_python(super().pre_save(instance, add))
        if isinstance(value, str):
            setattr(instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """What an update writes or a lookup looks for."""
        prepared = super().get_prep_value(value)
        return one_line(prepared) if isinstance(prepared, str) else prepared
