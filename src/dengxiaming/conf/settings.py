"""Django settings: SQLite by default, on this machine unless DXM_HOSTS names it. Every setting a city may change is an
environment variable beginning DXM_.
"""

import os
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from dengxiaming.conf.database import database
from dengxiaming.conf.mail import mail
from dengxiaming.ground.secret import secret_key

DATA = Path(os.environ.get("DXM_DATA", "var")).resolve()
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = os.environ.get("DXM_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("DXM_SECRET_KEY") or secret_key(DATA / "secret.key")

# 别的主机名一律不答，防止外面的网页借浏览器来读。DXM_HOSTS 是前面的代理用的名字，用逗号隔开。
HOSTS = [name for name in os.environ.get("DXM_HOSTS", "").split(",") if name]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *HOSTS]
HTTPS = os.environ.get("DXM_HTTPS", "") == "1"
PROXIES = int(os.environ.get("DXM_PROXIES", "0"))
DEMO = os.environ.get("DXM_DEMO", "") == "1"
if DEMO and (HOSTS or PROXIES or HTTPS):
    raise ImproperlyConfigured("DXM_DEMO=1 不用密码就能登录，只能在本机看样例：去掉它，或者去掉 DXM_HOSTS 等设置。")

# 要在 SHA-256 的根旁边另算一个 SM3 的根：DXM_SECOND_ROOT=sm3
SECOND_ROOT = os.environ.get("DXM_SECOND_ROOT", "")
if SECOND_ROOT not in {"", "sm3"}:
    raise ImproperlyConfigured(f"DXM_SECOND_ROOT 只能不设，或者是 sm3；现在是“{SECOND_ROOT}”。")

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
    "dengxiaming.areas.ballots",
    "dengxiaming.areas.talks",
    "dengxiaming.areas.service",
    "dengxiaming.areas.dues",
    "dengxiaming.areas.affairs",
    "dengxiaming.areas.elections",
    "dengxiaming.areas.appraisals",
    "dengxiaming.areas.structure",
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
    "dengxiaming.ground.room.RoomToWrite",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dengxiaming.ground.middleware.SignedIn",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dengxiaming.duties.middleware.DailyTick",
    "axes.middleware.AxesMiddleware",
]

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
                "dengxiaming.ground.room.for_the_administrator",
            ]
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# 次数限制与用过的验证码记在这里，各个进程要看到同一份（shared/stack.md，陷阱 5）。
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "ground_cache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# 无记名投票的两张密码条算成钥匙要花多少内存（KiB）、几遍（docs/secret-ballot.md）。少算只许在样例里：真的投票经不起猜。
BALLOT_QUICK = os.environ.get("DXM_BALLOT_QUICK", "") == "1"
if BALLOT_QUICK and not DEMO:
    raise ImproperlyConfigured("DXM_BALLOT_QUICK=1 只能和 DXM_DEMO=1 一起用在样例里：去掉它，投票才保得住密。")
BALLOT_MEMORY, BALLOT_PASSES = (64, 1) if BALLOT_QUICK else (256 * 1024, 3)

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
# Strict 时，从别处（单点登录、通知里的链接）进来的那一次不带 Cookie，别的窗口里开着的表单就作废了。
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "dengxiaming.web.errors.csrf_failure"

# ---- 登录与账号（docs/accounts.md） ----
AUTH_USER_MODEL = "ground.Account"
AUTHENTICATION_BACKENDS = ["dengxiaming.ground.sign_in.Lock", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["dengxiaming.ground.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "dengxiaming.ground.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "dengxiaming.ground.passwords.NotCommon"},
    {"NAME": "dengxiaming.ground.passwords.NotOnlyDigits"},
    {"NAME": "dengxiaming.ground.passwords.NotLikeTheAccount"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"

SESSION_SECONDS = int(os.environ.get("DXM_SESSION_HOURS", "8")) * 3600
IDLE_SECONDS = int(os.environ.get("DXM_IDLE_MINUTES", "60")) * 60
SESSION_COOKIE_AGE = SESSION_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in HOSTS]

# 按“用户名＋地址”锁：只按地址会锁住一整栋楼，只按用户名就谁都能锁别人。
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "dengxiaming.ground.address.client_address"
AXES_LOCKOUT_CALLABLE = "dengxiaming.web.accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "next", "csrfmiddlewaretoken"]

ACCOUNT_ADAPTER = "dengxiaming.ground.sign_in.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# login_failed 只剩第二步在用：一个账号5分钟最多错5次。
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/300s/key"}
MFA_ADAPTER = "dengxiaming.ground.sign_in.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# 手机的钟前后差半分钟也认：隔离的网里没有对时。
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "灯下明"
MFA_ALLOW_UNVERIFIED_EMAIL = True

SOCIALACCOUNT_ADAPTER = "dengxiaming.ground.sign_in.SingleSignOn"
# 登录页上是一个链接：表单提交以后不许转到别的网站（form-action 'self'）。回来的那一步由 state 保护。
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = os.environ.get("DXM_OIDC_ISSUER", "")
OIDC_CLAIM = os.environ.get("DXM_OIDC_CLAIM", "preferred_username")
OIDC_NAME = os.environ.get("DXM_OIDC_NAME", "单点登录")
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "city",
                    "name": OIDC_NAME,
                    "client_id": os.environ.get("DXM_OIDC_CLIENT", ""),
                    "secret": os.environ.get("DXM_OIDC_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }

# 每周提醒的邮件（docs/run-it.md）：没有设就没有邮件这一种。
MAIL_FROM = os.environ.get("DXM_MAIL_FROM", "") if os.environ.get("DXM_MAIL") else ""
globals().update(mail(os.environ.get("DXM_MAIL", ""), MAIL_FROM))

# 市的名字，写在每页的页眉。
DXM_CITY = os.environ.get("DXM_CITY", "机关党建")
