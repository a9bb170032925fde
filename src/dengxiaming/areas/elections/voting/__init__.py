"""The meeting: roll and tellers, ballots and their count."""
