"""The kernel: facts + rulebook + dates → verdict rows and explanations. Pure."""
