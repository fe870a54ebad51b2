"""Which user names can be had: they stand in addresses, and nobody may be taken for the house."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

#: Addresses of the site, words of its pages, and names that read as those of its staff.
RESERVED = frozenset(
    {
        "about", "account", "accounts", "addresses", "admin", "administration", "administrator", "administrators",
        "anonymous", "api", "articles", "background", "basket", "begin", "blog", "books", "builds", "collections",
        "colours", "comments", "contact", "creation", "creations", "delete", "documents", "earnings", "edit", "editor",
        "editors", "everybody", "feed", "files", "health", "help", "hide", "home", "house", "images", "info",
        "language", "legal", "lineage", "live", "livez", "login", "logout", "mail", "mailbox", "manage", "me", "media",
        "moderation", "moderator", "moderators", "my-parts", "new", "news", "nobody", "notifications", "oembed",
        "official", "offline", "operator", "operators", "order", "orders", "owner", "parts", "pay", "postmaster",
        "prices", "privacy", "prosum", "root", "search", "security", "sell", "seller", "sellers", "settings", "shop",
        "shops", "signup", "sitemap", "staff", "static", "studio", "superuser", "support", "system", "team", "terms",
        "unsubscribe", "upload", "wanted", "webmaster", "www",
    }
)  # fmt: skip


def not_reserved(name: str) -> None:
    """Raises ValidationError for a name that the site keeps for itself."""
    if name.casefold().strip("-_") in RESERVED:
        raise ValidationError(_("This name is kept for the site itself. Choose another."))


username_validators = [
    not_reserved,
    RegexValidator(
        r"^[A-Za-z0-9][A-Za-z0-9_-]{2,29}$",
        _("A user name has 3 to 30 letters, digits, hyphens or underscores, and begins with a letter or digit."),
    ),
]
