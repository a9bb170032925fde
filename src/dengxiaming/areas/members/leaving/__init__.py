"""How somebody ceases to be a member: removed, persuaded to leave, fallen away (R6, R7)."""
