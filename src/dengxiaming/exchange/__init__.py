"""Fact sets in and out: csv, parquet, xlsx; validation with exact places. Pure. How it reads: docs/exchange.md."""

from dengxiaming.exchange.findings import ExchangeError, Finding, Reading
from dengxiaming.exchange.mark import mark_workbook
from dengxiaming.exchange.read import read_facts
from dengxiaming.exchange.template import write_template
from dengxiaming.exchange.write import write_facts

__all__ = ["ExchangeError", "Finding", "Reading", "mark_workbook", "read_facts", "write_facts", "write_template"]
