"""Requests to found, change or dissolve an organisation: asked, decided, in force (S1-1 … S1-5; R1-3, R2-10)."""
