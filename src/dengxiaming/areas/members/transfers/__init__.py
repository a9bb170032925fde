"""Transfers of membership between branches, and beyond the city (S7-1, R7)."""
