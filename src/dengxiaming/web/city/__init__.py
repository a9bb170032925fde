"""全市: units × clauses of one closed quarter, on a page and as a workbook."""
