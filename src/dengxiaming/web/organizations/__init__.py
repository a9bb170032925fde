"""组织: the tree, and one organisation over a year."""
