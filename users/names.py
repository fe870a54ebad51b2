"""Which user names can be had: they stand in addresses."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

username_validators = [
    RegexValidator(
        r"^[A-Za-z0-9][A-Za-z0-9_-]{2,29}$",
        _("A user name has 3 to 30 letters, digits, hyphens or underscores, and begins with a letter or digit."),
    )
]
