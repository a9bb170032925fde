"""党员: one member's page, and what happened to them that somebody has to answer."""
