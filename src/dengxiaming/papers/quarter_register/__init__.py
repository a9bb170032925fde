"""三会一课季度台账: a branch and a quarter, one line a record, landscape."""
