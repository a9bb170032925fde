"""The words of accounts: the duties of an account, and what the security log writes down."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PERSON: Final = "person"

DUTIES: Final[Mapping[str, str]] = MappingProxyType({
    PERSON: "使用人",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
})  # fmt: skip
"""An account has exactly one. Three administrators, none of whom can do another's work (三员分立)."""

EVENTS: Final[Mapping[str, str]] = MappingProxyType({
    "signed_in": "登录",
    "sign_in_failed": "登录失败",
    "locked": "锁定",
    "unlocked": "解锁",
    "signed_out": "退出",
    "account_created": "建账号",
    "account_disabled": "停用账号",
    "account_enabled": "恢复账号",
    "invited": "发邀请",
    "invitation_used": "用邀请设密码",
    "password_changed": "改密码",
    "password_asked": "要求改密码",
    "factor_failed": "验证码不对",
    "factor_added": "加第二步",
    "factor_removed": "去掉第二步",
    "factor_reset": "重置第二步",
    "recovery_code_used": "用恢复码",
    "single_sign_on_linked": "连上单点登录",
    "feed_made": "生成日历地址",
    "feed_stopped": "停用日历地址",
    "reminder_changed": "改每周提醒",
})  # fmt: skip
"""What the security log writes down."""

MAIL: Final = "mail"
WAYS: Final[Mapping[str, str]] = MappingProxyType({
    MAIL: "邮件", "wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书",
})  # fmt: skip
"""By which way a weekly reminder goes out."""


def tidy_username(text: str) -> str:
    """A user name as it is kept and compared: full width or capital letters are the same."""
    return unicodedata.normalize("NFKC", text).strip().lower()
