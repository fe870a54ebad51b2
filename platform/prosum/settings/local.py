"""A laptop: debug pages, mails kept in a mailbox page, no HTTPS."""

from .base import *
from .base import EMAIL_HOST, STORAGES, VAR

DEBUG = True
PROSUM_DEMO_ALLOWED = True
SECRET_KEY = "a laptop's site keeps no secret"
ALLOWED_HOSTS = ["*"]
if not EMAIL_HOST:
    EMAIL_BACKEND = "prosum.mailbox.MailboxBackend"
PROSUM_MAILBOX = VAR / "mailbox"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
