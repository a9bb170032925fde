"""会议通知: a notice of a meeting, an official paper by the measures of GB/T 9704—2012 (R11)."""
