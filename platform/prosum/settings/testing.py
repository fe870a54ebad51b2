"""The tests: as on a laptop, with cheap password hashes and files in a folder that goes away."""

from .local import *

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "prosum.mailbox.MailboxBackend"
