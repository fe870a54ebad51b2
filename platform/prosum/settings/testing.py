"""The tests: as on a laptop, with cheap password hashes and files in a folder that goes away."""

import os

# Before `local` makes one and keeps it in the checkout.
os.environ.setdefault("SECRET_KEY", "the tests keep no secret, and there are 32 letters of it")

from .base import switch, text
from .local import *

DEBUG = False
PROSUM_ON_A_LAPTOP = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if switch("PROSUM_SMALL_PICTURES", False):
    # For workers that tests start: the same code, fewer pixels.
    PROSUM_SHOT = {"width": 160, "height": 120, "samples": 2, "passes": 1}
EMAIL_BACKEND = "prosum.mailbox.MailboxBackend"
if port := text("PROSUM_TEST_SMTP"):
    # For workers that tests start: mails go to the test's own server.
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = "127.0.0.1", int(port), False

#: `tests/services.py` has migrated it; each test process begins with a copy.
DATABASES["default"]["TEST"] = {"TEMPLATE": "prosum"}
