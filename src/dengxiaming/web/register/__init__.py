"""名册: a branch's list, rosters brought in, one member's particulars, yearly statistics."""
