"""What is the same everywhere. Environment variables are read here, and in ``dev`` and ``production`` what differs there;
``.env.example`` lists them.
"""

from pathlib import Path

import environ
from django.conf.locale import LANG_INFO

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- What this site is -------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Smart Cities Marketplace"
WAGTAILADMIN_BASE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
SCM_FUNCTIONAL_MAILBOX = env.str("SCM_FUNCTIONAL_MAILBOX", default="secretariat@scm.example")
SCM_OFFICIAL_BRANDING = env.bool("SCM_OFFICIAL_BRANDING", default=False)
SCM_DEMO = False

# --- Rooms and libraries -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "scm_site.apps.ScmSiteConfig",
    "outcomes.apps.OutcomesConfig",
    "focusgroups.apps.FocusGroupsConfig",
    "translations.apps.TranslationsConfig",
    "search.apps.SearchConfig",
    "files.apps.FilesConfig",
    "outbox.apps.OutboxConfig",
    "wagtail_localize",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.contrib.search_promotions",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    # After Wagtail's admin, whose own workflow mails it takes out of service.
    "moderation.apps.ModerationConfig",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "scm_site.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "scm_site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "scm_site.urls"
WSGI_APPLICATION = "scm_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["scm_site.templatetags.ecl", "scm_site.templatetags.site"],
        },
    },
]

# --- Data ----------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A second writer waits its turn instead of failing, also when it read first.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    INSTALLED_APPS.append("django.contrib.postgres")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["default"] = {"BACKEND": "scm_site.cache.SharedCache", "LOCATION": REDIS_URL}

# --- People --------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "scm_site.User"
LOGIN_URL = "wagtailadmin_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Languages -----------------------------------------------------------------------------------------------

# Of the 24 official languages Django lacks one.
LANG_INFO.setdefault("mt", {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"})
# A language is enabled once the interface catalogue is complete in it.
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("fr", "français"), ("de", "Deutsch")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["scm_site.formats"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# --- Files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-build"
STATICFILES_DIRS = [("ecl", BASE_DIR / "vendor" / "ecl")]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    # Documents and original pictures: no web server ever serves this folder; files leave through a check of ours.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT / "private"), "base_url": "/not-served/"},
    },
    # Pictures in the sizes that pages show, under names that nobody guesses.
    "renditions": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT / "public"), "base_url": MEDIA_URL},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILDOCS_DOCUMENT_MODEL = "scm_files.File"
WAGTAILIMAGES_IMAGE_MODEL = "scm_files.Picture"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "files.forms.FileForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt", "zip", "epub", "mp4"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "files.forms.PictureForm"

# --- Mail and what follows a decision ------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
# A mail server that says nothing is given up after this many seconds; the mail is tried again.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Smart Cities Marketplace <no-reply@scm.example>")
# Without a worker, what a transaction left to do is done right after it.
SCM_OUTBOX_WORKER = env.bool("SCM_OUTBOX_WORKER", default=False)
# With one, a job (search index, references, caches) is a row of the transaction that asks for it (docs/adr/0009).
TASKS_AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
TASKS_OF_WORKER = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TASKS = TASKS_OF_WORKER if SCM_OUTBOX_WORKER else TASKS_AT_ONCE
# After so many days the worker deletes a mail that was sent.
SCM_MAILS_KEPT_DAYS = env.int("SCM_MAILS_KEPT_DAYS", default=365)

# --- Quality control -----------------------------------------------------------------------------------------

# The Secretariat decides within this many working days: those of Belgium, without the days listed here (2026-12-24, …).
SCM_REVIEW_DAYS = env.int("SCM_REVIEW_DAYS", default=10)
SCM_REMIND_DAYS_BEFORE = 2
SCM_CLOSED_DAYS = env.list("SCM_CLOSED_DAYS", default=[])
# Of what readers report so many are kept within an hour; more are refused with the address of the mailbox.
SCM_REPORTS_AN_HOUR = env.int("SCM_REPORTS_AN_HOUR", default=60)
# And so many from one network address: a firm or a town hall shares one.
SCM_REPORTS_AN_HOUR_EACH = env.int("SCM_REPORTS_AN_HOUR_EACH", default=10)
# So often may signing in to one account fail within an hour from one network address.
SCM_SIGN_INS_AN_HOUR = env.int("SCM_SIGN_INS_AN_HOUR", default=10)
# And so many links that choose a password may be asked for, for one address from one network address.
SCM_PASSWORD_LINKS_AN_HOUR = env.int("SCM_PASSWORD_LINKS_AN_HOUR", default=5)
# After so many days the worker deletes a report that was answered.
SCM_REPORTS_KEPT_DAYS = env.int("SCM_REPORTS_KEPT_DAYS", default=365)
# What the worker looks at in each round, beside the mails: functions that take ``now``.
SCM_WORKER_CHORES = [
    "moderation.actions.publish_due",
    "moderation.actions.remind_due",
    "moderation.actions.forget_old_reports",
    "outbox.actions.forget_old_mails",
    "search.actions.forget_old_empty_searches",
    "search.changes.forget_old_changes",
    "search.pending.copy_pending",
    "search.pending.forget_old_writes",
]
# What ``/healthz/`` says beside that: functions that give names and what is the case. The site works without them.
SCM_HEALTH = ["search.pending.health"]
if REDIS_URL:
    SCM_HEALTH.append("scm_site.cache.health")

# --- Wagtail: the routes that this house uses, and those that stay shut --------------------------------------

WAGTAIL_FINISH_WORKFLOW_ACTION = "moderation.finish.publish_approved"
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# An address changes by its own verb, which keeps the old one; that of a draft tells nobody where it went.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_USER_LOGIN_FORM = "scm_site.screen_forms.SignInForm"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "synced"

# --- Search --------------------------------------------------------------------------------------------------

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.database"}}
if ELASTICSEARCH_URL:
    WAGTAILSEARCH_BACKENDS["elasticsearch"] = {
        "BACKEND": "search.backends.elasticsearch",
        "URLS": [ELASTICSEARCH_URL],
        "INDEX_PREFIX": env.str("ELASTICSEARCH_PREFIX", default="scm_"),
        "AUTO_UPDATE": False,
    }

# --- Security ------------------------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# How many proxies of ours stand in front; each adds to X-Forwarded-For whom it saw.
SCM_PROXIES = env.int("SCM_PROXIES", default=0)
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
# Wagtail's own screens put scripts and styles into the page.
SCM_ADMIN_INLINE_SOURCES = ["'self'", "'unsafe-inline'"]

# --- Roles -----------------------------------------------------------------------------------------------------

# The Django group of chairs and co-chairs; which focus group they lead stands in the membership table.
SCM_LEADERS_GROUP = "Chairs"
# The view that shows a draft to whoever has a preview link; it takes the token.
SCM_PREVIEW_VIEW = "preview"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Logs ------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "outbox": {"handlers": ["console"], "level": "WARNING"},
        "scm_site": {"handlers": ["console"], "level": "WARNING"},
        "search": {"handlers": ["console"], "level": "WARNING"},
        # A search server that is away is said once, by "search".
        "elastic_transport": {"level": "ERROR"},
    },
}
