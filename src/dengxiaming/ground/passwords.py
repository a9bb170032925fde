"""How passwords are kept, and which are refused, in Chinese sentences that say what to do."""

from django.contrib.auth import hashers, password_validation


class Argon2(hashers.Argon2PasswordHasher):
    """Argon2id with the parameters OWASP recommends (Password Storage Cheat Sheet): t=2, m=19 MiB, p=1; 0.02 s of one
    core. RFC 9106's second recommendation (t=3, m=64 MiB, p=4) takes 0.17 s: at the end of a month, when 5,000 members
    sign in within ten minutes, two cores would do nothing else (`benchmarks/load.py`).

    Stated here, so that another version of Django or of the library does not choose for us; a change of them is taken
    up at each account's next sign-in.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


class LongEnough(password_validation.MinimumLengthValidator):
    """Twelve signs."""

    def get_error_message(self) -> str:
        """What to do."""
        return f"密码太短，至少{self.min_length}个字符。可以用几个不相干的词连成一句。"


class NotCommon(password_validation.CommonPasswordValidator):
    """None of the twenty thousand everybody uses."""

    def get_error_message(self) -> str:
        """What to do."""
        return "这个密码太常见，猜得出来。换一个。"


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    """Telephone numbers, birthdays."""

    def get_error_message(self) -> str:
        """What to do."""
        return "密码不能全是数字。加上字母或文字。"


class NotLikeTheAccount(password_validation.UserAttributeSimilarityValidator):
    """Not the name of its owner."""

    def __init__(self) -> None:
        super().__init__(("username", "name", "member_code", "email"))

    def get_error_message(self) -> str:
        """What to do."""
        return "密码与用户名、姓名或编号太像。换一个。"
