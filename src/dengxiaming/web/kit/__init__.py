"""What every page shares: from when it looks, its links, its words, its refusals."""
