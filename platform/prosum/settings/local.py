"""A laptop: debug pages, mails kept in a mailbox page, no HTTPS. What is only for its owner is not for the network."""

from ..kept import kept_secret
from ..listening import Listening
from .base import *
from .base import EMAIL_HOST, STORAGES, VAR, text, words

_listening = Listening.from_environment()

# Debug pages show settings and data.
DEBUG = _listening.is_private
PROSUM_ON_A_LAPTOP = True
PROSUM_DEMO_ALLOWED = True
SECRET_KEY = text("SECRET_KEY") or kept_secret("secret-key")
ALLOWED_HOSTS = [*words("ALLOWED_HOSTS"), *_listening.names]
PROSUM_PAYMENT_PROVIDER = text("PAYMENT_PROVIDER", "sandbox")
if not EMAIL_HOST:
    EMAIL_BACKEND = "prosum.mailbox.MailboxBackend"
PROSUM_MAILBOX = VAR / "mailbox"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
