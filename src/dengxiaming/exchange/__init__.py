"""Fact sets in and out: csv, parquet, xlsx; validation with exact places. Pure."""
