"""Django settings: SQLite by default, bound to this machine until accounts exist ("until then the site binds to
127.0.0.1 as one demonstration reader"). Every setting a city may change is an environment variable beginning DXM_.
"""

import os
from pathlib import Path

from dengxiaming.ground.secret import secret_key

DATA = Path(os.environ.get("DXM_DATA", "var")).resolve()
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = os.environ.get("DXM_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("DXM_SECRET_KEY") or secret_key(DATA / "secret.key")

# 没有账号之前只在本机打开；别的主机名一律不答，防止外面的网页借浏览器来读。
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "dengxiaming.ground",
    "dengxiaming.journal",
    "dengxiaming.areas.organs",
    "dengxiaming.areas.members",
    "dengxiaming.areas.gatherings",
    "dengxiaming.areas.dues",
    "dengxiaming.areas.affairs",
    "dengxiaming.duties",
    "dengxiaming.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "dengxiaming.ground.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dengxiaming.ground.middleware.UploadLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dengxiaming.duties.middleware.DailyTick",
    "axes.middleware.AxesMiddleware",
]

# ---- 登录与账号（docs/accounts.md） ----
AUTH_USER_MODEL = "ground.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

ROOT_URLCONF = "dengxiaming.conf.urls"
WSGI_APPLICATION = "dengxiaming.conf.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# 立即取写锁：推迟取锁的事务在并发时会丢一半（shared/stack.md，陷阱 1）；因此不用 ATOMIC_REQUESTS。
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "dengxiaming.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# `serve` 把静态文件收进 DXM_STATIC，文件名带内容摘要，浏览器可以一直留着；没有收过，就从各处直接找。
STATIC_URL = "/static/"
_COLLECTED = os.environ.get("DXM_STATIC", "")
STATIC_ROOT = Path(_COLLECTED) if _COLLECTED else DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = not _COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED and not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

UPLOAD_LIMIT = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "dengxiaming.web.errors.csrf_failure"

# 市的名字，写在每页的页眉。
DXM_CITY = os.environ.get("DXM_CITY", "机关党建")
