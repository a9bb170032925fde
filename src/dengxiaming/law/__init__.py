"""The rulebook: one clause, one file of data; this room reads it, checks it and explains its words. Knows no Django."""
