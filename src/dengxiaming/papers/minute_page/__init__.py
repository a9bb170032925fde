"""会议记录页: a page of the minute book, one record of a meeting of any kinds (S2-8)."""
