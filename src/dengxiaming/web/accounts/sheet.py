"""Invitations as a workbook, to be printed and cut: the only place besides the page where the codes stand."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import xlsxwriter

from dengxiaming.ground.actions import Invited
from dengxiaming.web.kit.words import moment

_COLUMNS = (("组织", 28), ("姓名", 14), ("用户名", 16), ("邀请码", 24), ("有效到", 24), ("打开", 40))


def write(invited: Sequence[Invited], organizations: Mapping[str, str], address: str) -> bytes:
    """The workbook. Texts are never taken for formulas."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        sheet = made.add_worksheet("邀请")
        head = made.add_format({"bold": True, "bottom": 2, "font_name": "宋体"})
        body = made.add_format({"font_name": "宋体"})
        code = made.add_format({"font_name": "Courier New"})
        for column, (title, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width, body)
            sheet.write_string(0, column, title, head)
        for row, one in enumerate(invited, 1):
            account = one.account
            cells = (organizations.get(account.member_code, ""), account.name, account.username, one.code)
            for column, text in enumerate((*cells, moment(one.expires_at), address)):
                sheet.write_string(row, column, text, code if text == one.code else body)
        sheet.freeze_panes(1, 0)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
    return held.getvalue()
