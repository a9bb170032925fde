"""谈话: recording that one was held, and what only its two people read."""
