"""每月存证单: the journal's head on paper, one page a month."""
