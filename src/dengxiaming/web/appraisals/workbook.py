"""The result as a workbook for the yearly assessment of civil servants (S4-4): one line a member, in register order."""

from io import BytesIO
from typing import Final

import xlsxwriter

from dengxiaming.papers.appraisal_result.form import AppraisalResult
from dengxiaming.web.kit.words import long_day

_AFTER: Final = ("组织评定", "评定日期", "告知本人", "备注")
_FONT: Final = {"font_name": "宋体", "font_size": 11}


def write(form: AppraisalResult) -> bytes:
    """The workbook. Texts are never taken for formulas; where too few voted the counts stay empty."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        plain, head = made.add_format(_FONT), made.add_format({**_FONT, "bold": True, "bottom": 2})
        day = made.add_format({**_FONT, "num_format": "yyyy-mm-dd", "align": "left"})
        sheet = made.add_worksheet(f"{form.year}年民主评议")
        sheet.write(0, 0, f"{form.organization}{form.year}年民主评议党员结果", made.add_format({**_FONT, "bold": True}))
        sheet.write(1, 0, f"{long_day(form.as_of)}导出，评议编号 {form.record}。按名册先后，不是名次。", plain)
        sheet.write_row(3, 0, ("姓名", *(f"{word}票" for word in form.grades), *_AFTER), head)
        last = 1 + len(form.grades)
        for at, one in enumerate(form.lines, 4):
            sheet.write_string(at, 0, one.name, plain)
            sheet.write_row(at, 1, one.counts, plain)
            sheet.write_string(at, last, one.grade, plain)
            for column, on in enumerate((one.decided_on, one.told_on), last + 1):
                if on is not None:
                    sheet.write_datetime(at, column, on, day)
            sheet.write_string(at, last + 3, f"不参加：{one.excused}" if one.excused else "", plain)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, last + 2, 11)
        sheet.set_column(last + 3, last + 3, 30)
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return held.getvalue()
