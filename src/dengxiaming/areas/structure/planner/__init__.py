"""The planner of joint branches and of party groups: pure, it proposes and decides nothing (S1-4, S1-11)."""
