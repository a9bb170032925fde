"""The command line: facts in, verdicts out, and the site. Nothing here decides a duty; it reads, asks and shows."""

from dengxiaming.cli.program import main

__all__ = ["main"]
