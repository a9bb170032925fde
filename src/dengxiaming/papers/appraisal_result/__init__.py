"""民主评议结果表: a branch's appraisal of a year, one line a member, landscape (S4-4)."""
