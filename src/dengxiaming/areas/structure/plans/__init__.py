"""Plans of joint branches: proposals side by side, and the draft people make of one (S1-4)."""
