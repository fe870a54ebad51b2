"""The tests: as on a laptop, with cheap password hashes and files in a folder that goes away."""

from .base import switch
from .local import *

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if switch("PROSUM_SMALL_PICTURES", False):
    # For workers that tests start: the same code, fewer pixels.
    PROSUM_SHOT = {"width": 160, "height": 120, "samples": 2, "passes": 1}
EMAIL_BACKEND = "prosum.mailbox.MailboxBackend"
