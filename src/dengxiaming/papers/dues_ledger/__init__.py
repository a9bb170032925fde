"""党费收缴台账: a branch's month line by line, or its year member by member, landscape (R5)."""
