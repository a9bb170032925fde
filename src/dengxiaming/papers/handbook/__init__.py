"""支部工作手册: the year of a branch in one book, from its committee to its registers."""
