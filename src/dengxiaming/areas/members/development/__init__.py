"""发展党员: from the application to full membership, step by step, by the edition in force on the day of each (R9)."""
