"""Settings, all from the environment (``BROBYGGER_*``), with defaults that are safe.

``docs/operations.md`` lists every variable. Without any, this is a demo that answers this machine only. As soon as it
is to answer another host name, or demo mode is switched off, it refuses to start without a secret of its own.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from brobygger.accounts.openid.configuration import read_providers
from brobygger.config.database import database_from_url
from brobygger.config.logs import set_up_logging

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
env = Env(prefix="BROBYGGER_")

# -- what kind of installation this is ----------------------------------------------------------------------------
DEBUG: bool = env.bool("DEBUG", False)
#: In a checkout the data lies beside the package, wherever the command is called from.
_HOME = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else Path.cwd()
DATA: Path = Path(env.str("DATA", str(_HOME / "var"))).resolve()
#: The language model: empty for the one that ``brobygger meaning set-up`` makes, "off", or a folder of your own.
MODEL: str = env.str("MODEL", "")

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}
ALLOWED_HOSTS: list[str] = env.list("HOSTS", ["localhost", "127.0.0.1", "[::1]"])
BASE_URL: str = env.str("BASE_URL", "http://localhost:8000").rstrip("/")
#: Only this machine can reach the portal: no other host name is answered.
IS_LOCAL = set(ALLOWED_HOSTS) <= LOOPBACK and urlsplit(BASE_URL).hostname in LOOPBACK

DEMO: bool = env.bool("DEMO", IS_LOCAL)
DEMO_SECRET = "demo-only-secret-" + "0" * 40
SECRET_KEY: str = env.str("SECRET_KEY", DEMO_SECRET if DEMO and IS_LOCAL else "")
if not (DEMO and IS_LOCAL) and (len(SECRET_KEY) < 50 or SECRET_KEY == DEMO_SECRET):
    raise ImproperlyConfigured(
        "Sæt BROBYGGER_SECRET_KEY til mindst 50 tilfældige tegn. "
        "Lav en med: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
#: Secrets that were used before this one: what they signed and sealed still counts.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
IS_HTTPS = BASE_URL.startswith("https://")

# -- who runs it (shown on the pages about privacy, accessibility and security) --------------------------------------
OPERATOR_NAME: str = env.str("OPERATOR_NAME", "Brobygger (demo)" if DEMO else "")
OPERATOR_EMAIL: str = env.str("OPERATOR_EMAIL", "kontakt@brobygger.example" if DEMO else "")
SECURITY_CONTACT: str = env.str("SECURITY_CONTACT", OPERATOR_EMAIL)
# Virk's distribution of the CVR register, where associations' registered mail addresses are; empty: not asked.
CVR_URL: str = env.str("CVR_URL", "")
CVR_USER: str = env.str("CVR_USER", "")
CVR_PASSWORD: str = env.str("CVR_PASSWORD", "")
#: Other registers may be read from this machine and the local net: only while trying things out, never in production.
SOURCES_MAY_BE_LOCAL: bool = DEMO and env.bool("SOURCES_MAY_BE_LOCAL", False)
#: The operator's statement in the national register of accessibility statements; ``/was`` redirects there.
ACCESSIBILITY_STATEMENT_URL: str = env.str("ACCESSIBILITY_STATEMENT_URL", "")

# -- the rooms -----------------------------------------------------------------------------------------------------
ROOMS = [
    f"brobygger.{room}"
    for room in (
        "desks api exchange sources syndication guides web knowledge opendata duplicates directory "
        "organisations search notifications curation sites accounts places taxonomy meaning audit privacy ui"
    ).split()
]
INSTALLED_APPS = [
    *ROOMS,
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "django_htmx",
    # Signing in; their templates are ours (accounts/templates), so they come after our rooms.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.forms",
    "brobygger.accounts.back_office_app.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "brobygger.web.middleware.LogRequests",
    "brobygger.web.middleware.AnswerProbes",
    "django.middleware.security.SecurityMiddleware",
    "brobygger.web.middleware.SafeHeaders",
    "brobygger.api.middleware.OpenDoors",
    "brobygger.web.middleware.LimitBodies",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "brobygger.web.compression.CompressResponse",
    "brobygger.web.middleware.AnswerIfChanged",
    "brobygger.web.counting.CountOffers",
    "brobygger.web.remembering.RememberPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "brobygger.accounts.middleware.ClosedByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "brobygger.accounts.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "brobygger.accounts.middleware.SecondFactorFirst",
    "django_htmx.middleware.HtmxMiddleware",
    "brobygger.web.middleware.LimitPosts",
    "brobygger.web.middleware.KindErrors",
]
ROOT_URLCONF = "brobygger.config.urls"
WSGI_APPLICATION = "brobygger.config.wsgi.application"

# -- templates -----------------------------------------------------------------------------------------------------
# The chain is spelled out because cotton and template-partials each want to be first.
_LOADERS = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
            )
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _LOADERS,
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "brobygger.web.context.site_wide",
            ],
        },
    }
]
FORM_RENDERER = "brobygger.ui.forms.FormRenderer"

# -- data ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": database_from_url(env.str("DATABASE_URL", f"sqlite:///{DATA / 'brobygger.sqlite3'}"))}
#: The search's files are made from the database, and each machine has its own: on its own disk.
INDEX: Path = Path(env.str("INDEX", str(DATA / "index"))).resolve()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
CACHES = {
    # Tries at passwords and codes, and codes used already: every worker must know, so they live in files (allauth).
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA / "tries"),
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Pieces of pages that are the same for everybody, such as the footer ({% cache %}): in each process.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
    },
    # What is the same for everybody for a minute, in each process.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Whole pages, for half a minute (web.remembering): about 4 MB in each process at most.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    # Counts of key presses that ask for suggestions: in each process, as a file for each would cost more than they do.
    "suggest": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "suggest",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Counts of questions to the doors of open data: the same.
    "opendata": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "opendata",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Counts of POSTs must be seen by every worker process, so they live in files on this machine.
    "throttle": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA / "throttle"),
        # Django's 300 would forget counts as soon as many visitors write at once.
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

# -- signing in ----------------------------------------------------------------------------------------------------
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "web:front"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
#: Tries at signing in, new accounts and new passwords from one network; at one account they are fewer.
SIGN_IN_TRIES: int = env.int("SIGN_IN_TRIES", 30)
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "brobygger.accounts.handlers.sign_in.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "add_email": "brobygger.accounts.forms.sign_in.NewAddressForm",
    "change_password": "brobygger.accounts.forms.sign_in.NewPasswordForm",
    "login": "brobygger.accounts.forms.sign_in.SignInForm",
    "reauthenticate": "brobygger.accounts.forms.sign_in.PasswordAgainForm",
    "reset_password": "brobygger.accounts.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "brobygger.accounts.forms.sign_in.ResetPasswordForm",
    "set_password": "brobygger.accounts.forms.sign_in.FirstPasswordForm",
    "signup": "brobygger.accounts.forms.sign_in.NewAccountForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
# Whoever makes an account and confirms it in the same browser goes on to what they came for.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# One address; a new one takes its place once it is confirmed, and the old one is told.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever asks is told by mail, so that the page can say the same, as fast, of every address.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{SIGN_IN_TRIES}/m/ip,8/10m/key",
    "reset_password": f"{SIGN_IN_TRIES}/h/ip,3/h/key",
    "signup": f"{SIGN_IN_TRIES}/h/ip",
    "confirm_email": "1/1m/key",
    "sign_in_link": "3/h/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "brobygger.accounts.handlers.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "brobygger.accounts.forms.second_factor.AppForm",
    "add_webauthn": "brobygger.accounts.forms.second_factor.PasskeyForm",
    "authenticate": "brobygger.accounts.forms.second_factor.CodeForm",
    "authenticate_webauthn": "brobygger.accounts.forms.second_factor.PasskeyStepForm",
    "deactivate_totp": "brobygger.accounts.forms.second_factor.RemoveAppForm",
    "edit_webauthn": "brobygger.accounts.forms.second_factor.PasskeyNameForm",
    "reauthenticate": "brobygger.accounts.forms.second_factor.CodeAgainForm",
    "reauthenticate_webauthn": "brobygger.accounts.forms.second_factor.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey is two factors only when the device has asked for a finger, a face or a PIN.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Browsers take http for safe on this machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL
MFA_TOTP_ISSUER = "Brobygger"
# A new address waits beside the old one until it is confirmed; that must not stop anybody from being safer.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A phone whose clock is half a minute wrong is let in.
MFA_TOTP_TOLERANCE = 1
#: Who signs people in for us (a municipality's identity provider, a MitID broker): a TOML file, none by default.
OPENID_PROVIDERS = read_providers(env.str("OIDC", ""), secret_of=os.environ.get)
SOCIALACCOUNT_ADAPTER = "brobygger.accounts.handlers.openid.OpenIDAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "brobygger.accounts.openid.provider.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [provider.as_app() for provider in OPENID_PROVIDERS],
    }
}
# Accounts are made and linked by our own rules (accounts.services.openid), and no provider's tokens are kept.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 8
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "brobygger.web.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# -- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "brobygger.config.formats"
USE_I18N = USE_TZ = True
FORMS_URLFIELD_ASSUME_HTTPS = True
TIME_ZONE = "Europe/Copenhagen"

# -- static files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
WHITENOISE_MAX_AGE = 60 * 60
# A file that is missing from the build is a broken picture, not a broken page.
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# -- security headers --------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
#: Behind a reverse proxy the visitor's scheme and address come in headers that the proxy sets.
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A form that signs in may be led on to those who sign people in for us.
        "form-action": [SELF, *(origin for provider in OPENID_PROVIDERS for origin in provider.origins())],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# A search text of 10,000 characters is answered kindly, not cut off here; bodies beyond this are refused.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
#: Three times the largest file we take, so that who sends one that is too large hears it from the page they are on.
LARGEST_BODY = 64 * 1024 * 1024
#: Forms sent from one address in a minute, all doors together: many for a library's computers, few for a robot.
POSTS_PER_MINUTE: int = env.int("POSTS_PER_MINUTE", 120)
#: Questions from one address in a minute to the doors of open data (/hsds/), in each process.
OPEN_DATA_PER_MINUTE: int = env.int("OPEN_DATA_PER_MINUTE", 600)

# -- mail ------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST: str = env.str("SMTP_HOST", "localhost")
EMAIL_PORT: int = env.int("SMTP_PORT", 25)
EMAIL_HOST_USER: str = env.str("SMTP_USER", "")
EMAIL_HOST_PASSWORD: str = env.str("SMTP_PASSWORD", "")
EMAIL_USE_TLS: bool = env.bool("SMTP_TLS", False)
#: A demo without a mail server of its own sends nothing: its mails lie at /demo/post/ for whoever sits at this machine.
MAIL_IS_SHELVED: bool = DEMO and not env.str("SMTP_HOST", "")
#: Where the mail server writes what it took, so that a doubt after a broken connection settles itself (Postfix, Exim).
MAIL_SERVER_LOG: str = env.str("SMTP_LOG", "")
#: What becomes of such a doubt otherwise: "ask" leaves it to a person, "resend" sends again after a quarter of an hour.
MAIL_IN_DOUBT: str = env.str("MAIL_IN_DOUBT", "ask")
#: The address that mail which cannot be delivered comes back to; ``brobygger bounces`` reads what arrives there.
MAIL_BOUNCES_TO: str = env.str("MAIL_BOUNCES_TO", "")
DEFAULT_FROM_EMAIL: str = env.str("MAIL_FROM", OPERATOR_EMAIL or "brobygger@localhost")

# -- logs ------------------------------------------------------------------------------------------------------------
LOGGING_CONFIG = None
set_up_logging(is_json=env.bool("LOG_JSON", not DEMO), level=env.str("LOG_LEVEL", "INFO"))
