"""民主评议党员登记表: one member's appraisal of a year (S4-2, S4-4)."""
