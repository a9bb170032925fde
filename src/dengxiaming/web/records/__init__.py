"""记录: a gathering from the draft to the signed record."""
