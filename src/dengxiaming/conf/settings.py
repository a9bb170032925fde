"""Django settings: SQLite by default, bound to this machine until accounts exist."""

SECRET_KEY = "for-tests-only"  # noqa: S105  replaced by the web helper's settings
INSTALLED_APPS: list[str] = []
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
