"""Everything the site can be told from outside, read once; a wrong value stops the start with a hint.

``MUTUALAID_MODE`` is required and has no default: demo, test or production.
"""

import base64
import re
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from mutualaid.sealing import keys
from mutualaid.ui import tiles

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- From the environment -------------------------------------------------

MODE = env.str("MUTUALAID_MODE", default="")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured("Set MUTUALAID_MODE to demo, test or production. bin/demo and bin/test set it for you.")
DEMO, TEST, PRODUCTION = MODE == "demo", MODE == "test", MODE == "production"

VAR_DIR = Path(env.str("MUTUALAID_VAR", default=str(BASE_DIR / "var")))
DATABASE_URL = env.str("DATABASE_URL", default="")
try:
    PORT = env.int("PORT", default=8000)
except ValueError:
    raise ImproperlyConfigured("Set PORT to a number, like 8000.") from None


def _needed(name, hint):
    """The value of a variable that production cannot do without."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {hint}")
    return value


def _needed_list(name, hint):
    """Its parts between commas, without the spaces and gaps that people leave there."""
    parts = [part.strip() for part in _needed(name, hint).split(",") if part.strip()]
    if not parts:
        raise ImproperlyConfigured(f"Set {name}: {hint}")
    return parts


def _mail_server(hint):
    """What Django is told of the mail server. Anything but a real one is no server."""
    try:
        told = env.email_url_config(_needed("EMAIL_URL", hint))
    except (ImproperlyConfigured, ValueError):  # its own words would print the password
        raise ImproperlyConfigured(f"Set EMAIL_URL: {hint}") from None
    if not told["EMAIL_HOST"] or "smtp" not in told["EMAIL_BACKEND"]:
        raise ImproperlyConfigured(f"Set EMAIL_URL: {hint}")
    return told


def _kept(name, make):
    """One of the demonstration's own secrets, made once and kept beside its database."""
    path = VAR_DIR / name
    if not path.exists() or not path.read_text():  # a full disk leaves an empty one
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".fresh")  # whole or not there, however the process ends
        fresh.touch(mode=0o600)
        fresh.write_text(make())
        fresh.replace(path)
    return path.read_text()


def _usable(ring):
    """The key ring, if each of its keys can seal."""
    try:
        keys.KeyRing(ring)
    except keys.KeyRefused as error:
        raise ImproperlyConfigured(str(error)) from None
    return ring


if PRODUCTION:
    if env.bool("DJANGO_DEBUG", default=False):
        raise ImproperlyConfigured("Unset DJANGO_DEBUG: production never shows its insides.")
    SECRET_KEY = _needed("SECRET_KEY", "a long random text, the same on every web node.")
    ALLOWED_HOSTS = _needed_list("ALLOWED_HOSTS", "the site's host names, with commas between.")
    _needed("DATABASE_URL", "where the database is, like postgres://user@host/name.")
    KEY_RING = _usable(_needed_list("KEY_RING", "the keys that seal people's data, newest first, commas between."))
elif TEST:
    SECRET_KEY = "only-ever-for-tests"
    ALLOWED_HOSTS = ["testserver", "localhost"]
    KEY_RING = [base64.b64encode(bytes([number] * keys.LENGTH)).decode() for number in (2, 1)]
else:
    if DATABASE_URL:
        raise ImproperlyConfigured("Unset DATABASE_URL: the demonstration uses only its own SQLite file under var/.")
    SECRET_KEY = _kept("secret-key", lambda: secrets.token_urlsafe(50))
    KEY_RING = _usable(_kept("key-ring", keys.new_key).split(","))
    ALLOWED_HOSTS = ["localhost", "127.0.0.1"]

DEBUG = False
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- What it is made of ---------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "csp",
    # Without "allauth" itself, whose templates are the only ones it has: no page of its own can be reached.
    "allauth.account",
    "allauth.mfa",
    "mutualaid.accounts",
    "mutualaid.audit",
    "mutualaid.ui",
    "mutualaid.ops",
    "directory",
    "referrals",
]

MIDDLEWARE = [
    "mutualaid.ui.headers.quiet_headers",  # first, so that the way to https gets them too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mutualaid.ui.access.SignedInUnlessPublic",
    "mutualaid.accounts.second_factor.SecondFactorUsed",
    "mutualaid.accounts.screen_lock.ScreenLock",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "mutualaid.urls"
WSGI_APPLICATION = "mutualaid.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "mutualaid.ui.forms.GovukRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # A page's facts come from its view, so that an error page needs nothing; but for the notice
            # that a demonstration must carry, which depends on what was imported into it.
            "context_processors": [
                "directory.views.demonstration.notice",
                "mutualaid.ui.canonical.address",
                "mutualaid.accounts.access.who",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "mutualaid.ui.templatetags.govuk",
                "mutualaid.ui.templatetags.page",
                "mutualaid.ui.templatetags.words",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        # Stock settings fail contended writes; these were tried and failed none.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted, or sealed anew, is overwritten too.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        ),
    },
    # A file like the real one: a database in memory has no WAL, so readers would wait for writers.
    "TEST": {"NAME": VAR_DIR / "tests.sqlite3"},
}
NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph"}


def _filesystem(path):
    """The kind of filesystem that holds ``path``, or "" where the machine cannot say."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return ""
    holding = [(where, kind) for where, kind in mounts if Path(path).resolve().is_relative_to(where)]
    return max(holding, key=lambda mount: len(mount[0]))[1] if holding else ""


if DATABASE_URL:
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    if "sqlite" in DATABASES["default"]["ENGINE"]:
        DATABASES["default"] |= SQLITE
        if PRODUCTION and _filesystem(Path(DATABASES["default"]["NAME"]).parent) in NETWORK_FILESYSTEMS:
            raise ImproperlyConfigured("Move the SQLite file off the network drive, or use PostgreSQL.")
    else:
        # PgBouncer in transaction mode sits in front in production.
        DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
else:
    DATABASES = {"default": SQLITE | {"NAME": VAR_DIR / f"{MODE}.sqlite3"}}
    VAR_DIR.mkdir(parents=True, exist_ok=True)
if not DEMO:
    # Opening one anew costs a page more than what it asks. The demonstration has a thread for each request instead.
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# How often somebody tried, and which codes were used: every process has to see the same, so it is in the database.
# Not for pages. Full, it throws away what is young as well, so there is room for far more than can be tried in time.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_tried",
        "KEY_FUNCTION": "mutualaid.accounts.tries.hidden",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Reports --------------------------------------------------------------

# No count of fewer people than this is published: 5, as the national data sets do, or 8. One rule for every reader.
REPORTS_HIDE_BELOW = env.str("REPORTS_HIDE_BELOW", default="5")
if REPORTS_HIDE_BELOW not in {"5", "8"}:
    raise ImproperlyConfigured("Set REPORTS_HIDE_BELOW to 5 or 8.")

# --- Words and time -------------------------------------------------------

LANGUAGE_CODE = "en"  # the key of every text; "en-gb" would look each sentence up four times over
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- Signing in -----------------------------------------------------------

LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "directory:home"
# Where somebody begins: the first page whose power they have, else their own account.
LANDINGS = [
    ("person.see", "referrals:caseload"),
    ("directory.edit", "editing:home"),
    ("report.read", "reports:home"),
    ("audit.read", "audit:events"),
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "mutualaid.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # asked for by its checks; there is no page to sign up on
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation that was answered has shown whose the address is
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reset_password": "20/m/ip,3/h/key",
}
MFA_ADAPTER = "mutualaid.accounts.adapters.SecondFactorAdapter"
MFA_TOTP_TOLERANCE = 1  # half a minute before and after; mutualaid.accounts.codes sees that none is used twice
MFA_RECOVERY_CODES_SHOW_ONCE = True
# How many proxies of ours stand between, each adding the address it was asked from. Production has one at least.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)
if TEST:
    # Slowness is what a password's hash is for, and a test's password has nothing to keep.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- Mail -----------------------------------------------------------------
# Invitations and forgotten passwords. No mail says anything about a person but the address it goes to.

if PRODUCTION:
    vars().update(_mail_server("the mail server, like smtp+tls://user:password@host:587."))
    DEFAULT_FROM_EMAIL = _needed("MAIL_FROM", "the address that invitations come from.")
else:
    EMAIL_BACKEND = f"django.core.mail.backends.{'locmem' if TEST else 'console'}.EmailBackend"
    DEFAULT_FROM_EMAIL = "directory@example.org"
EMAIL_TIMEOUT = 20
MAIL_BESIDE = not TEST
# Where links in mails lead, whatever address the one who asked for it used.
SITE_ADDRESS = env.str(
    "SITE_ADDRESS", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://localhost:{PORT}"
)
if PRODUCTION and not re.fullmatch(r"https://[\w-]+(\.[\w-]+)+(:\d+)?", SITE_ADDRESS):
    raise ImproperlyConfigured("Set SITE_ADDRESS: where links in mails lead, like https://directory.example.org.")

# --- Files ----------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# What bin/frontend built; its sources in static/src are never served.
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
# The demonstration and the tests serve straight from the source folder; production collects.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
if PRODUCTION:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# --- Safety ---------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],  # towns while somebody types
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY = {
    # Only our own page may ask where the visitor is, and only when pressed.
    "geolocation": "self",
    "camera": [],
    "microphone": [],
    "interest-cohort": [],
    "browsing-topics": [],
}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS: list[str] = []  # only the page that asks for a file takes one (directory/uploads/receiving.py)
# A list is looked at and taken by a process of its own, beside the one that answers; tests wait for it.
IMPORTS_BESIDE = not TEST

# --- Beyond the site ------------------------------------------------------

CONTACT_EMAIL = (
    _needed("CONTACT_EMAIL", "the address that answers people who ask, or say what is wrong.")
    if PRODUCTION
    else "ask@example.org"
)
# Where "Leave this page" goes: somewhere dull that says nothing about this site.
LEAVE_URL = env.str("MUTUALAID_LEAVE_URL", default="https://www.bbc.co.uk/weather")
# What the map lies on: nothing but our own dots and names, or an operator's tile server, said on the privacy page.
try:
    MAP_TILES = tiles.read(env.str("MUTUALAID_MAP_TILES", default=""), env.str("MUTUALAID_MAP_CREDIT", default=""))
except tiles.TilesRefused as error:
    raise ImproperlyConfigured(str(error)) from None

# --- Logs -----------------------------------------------------------------
# A name and its numbers. geopy would log what somebody looked for; Django's server would log addresses.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(name)s %(levelname)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "directory": {"level": "INFO"},
        "geopy": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        # "Not Found: /near/..." would write an address down.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
