"""Template tags; Django wants this name."""
