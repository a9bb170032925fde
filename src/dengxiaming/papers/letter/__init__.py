"""公文: a 通知书, a 请示, a 决议 in running text, by the measures of GB/T 9704—2012 (R11)."""
