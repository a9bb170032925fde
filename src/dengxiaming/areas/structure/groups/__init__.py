"""Party groups of a branch: a division is proposed, edited and adopted (S1-11)."""
