"""换届选举的纸: the letters up and down, the list of candidates, the ballot, the tellers' sheet, the result."""
