"""The tests: as on a laptop, with cheap password hashes and files in a folder that goes away."""

import os

# Before `local` makes one and keeps it in the checkout.
os.environ.setdefault("SECRET_KEY", "the tests keep no secret, and there are 32 letters of it")

from .base import switch
from .local import *

DEBUG = False
PROSUM_ON_A_LAPTOP = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if switch("PROSUM_SMALL_PICTURES", False):
    # For workers that tests start: the same code, fewer pixels.
    PROSUM_SHOT = {"width": 160, "height": 120, "samples": 2, "passes": 1}
EMAIL_BACKEND = "prosum.mailbox.MailboxBackend"

#: `tests/services.py` has migrated it; each test process begins with a copy.
DATABASES["default"]["TEST"] = {"TEMPLATE": "prosum"}
