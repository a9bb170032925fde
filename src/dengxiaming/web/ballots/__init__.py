"""投票: a voter's page, the tellers', how far a ballot is, and what it came to."""
