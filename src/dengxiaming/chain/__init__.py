"""Evidence: canonical text, hash tree, proofs, signed heads, the folder an outsider checks. Standard library only."""
