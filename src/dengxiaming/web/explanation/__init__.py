"""判定说明: one duty, and why it stands as it does."""
