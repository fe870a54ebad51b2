"""A server: every cookie secure, HTTPS everywhere, nothing to guess."""

import os

from django.core.exceptions import ImproperlyConfigured

from ..paths import INSTALLED
from .base import *
from .base import ALLOWED_HOSTS, EMAIL_HOST, PROSUM_PAYMENT_PROVIDER, PROSUM_TRUSTED_PROXIES, SECRET_KEY

#: What an operator writes to run a server with the sandbox provider.
NOTHING_REAL = "yes, nothing real is sold here"

# Beside an installed package there is no folder that is meant for data.
for _name in ("SECRET_KEY", "SITE_URL", "DATABASE_URL", "REDIS_URL", *(["PROSUM_VAR"] if INSTALLED else [])):
    if not os.environ.get(_name):
        raise ImproperlyConfigured(f"Set the environment variable {_name}: a server needs it (docs/settings.md).")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY is too short: use at least 32 random characters.")

# People would order what nobody pays for, and shops would send it.
if PROSUM_PAYMENT_PROVIDER == "sandbox" and os.environ.get("NOTHING_REAL_IS_SOLD") != NOTHING_REAL:
    raise ImproperlyConfigured(
        "PAYMENT_PROVIDER=sandbox takes no money, and its orders count as paid. For a site that tries things out, say so: "
        f'NOTHING_REAL_IS_SOLD="{NOTHING_REAL}". Otherwise leave PAYMENT_PROVIDER out: orders are closed then.'
    )

if PROSUM_PAYMENT_PROVIDER == "stripe":
    for _name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
        if not os.environ.get(_name):
            raise ImproperlyConfigured(f"PAYMENT_PROVIDER=stripe needs {_name} (docs/settings.md).")

# Health checks come from the same machine and name it so.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1"]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if PROSUM_TRUSTED_PROXIES:
    # Without a proxy of ours, whoever asks writes this header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
