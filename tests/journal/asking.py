"""The commands of the journal, asked in the process of the test."""

from click.testing import CliRunner, Result

from dengxiaming.cli.program import program


def asked(*words: object) -> Result:
    """`dengxiaming journal` with these words."""
    return CliRunner().invoke(program, ["journal", *map(str, words)])
