"""Faults planted in the honest city on purpose, each with the verdict rows it must bring about."""
