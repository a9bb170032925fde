"""Committee posts that fall vacant, however they ended: somebody owes a by-election (S1-10)."""
