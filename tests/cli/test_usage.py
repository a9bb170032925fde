"""Help and complaints are Chinese; every way of going wrong has its exit code and no traceback."""

import os
import re
import signal
import time
from pathlib import Path

import click
import pytest
from cli_ground import Invoke, Run, Start

from dengxiaming.cli.program import COMMANDS, program
from dengxiaming.cli.refusal import Exit

ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|error|show|this|message|exit|missing|invalid|required|try|for|help\.|such)\b",
    re.IGNORECASE,
)


def without_names(text: str) -> str:
    """The text without option names and examples: what is left must be Chinese."""
    return re.sub(r"--?[a-z-]+|^.*dengxiaming.*$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_chinese_and_complete(invoke: Invoke, name: str) -> None:
    result = invoke(*([name] if name else []), "--help")
    assert result.exit_code == 0
    assert not ENGLISH.search(without_names(result.stdout)), result.stdout
    command = program.get_command(click.Context(program), name) if name else program
    assert command is not None
    for param in command.params:
        assert (param.opts[0] if isinstance(param, click.Option) else param.human_readable_name) in result.stdout
        assert getattr(param, "help", "")


def test_help_lists_every_command(invoke: Invoke) -> None:
    shown = invoke("--help").stdout
    assert all(name in shown for name in COMMANDS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "命令"),
        (("evaluat",), "没有 evaluat 这个命令。是不是 evaluate？"),
        (("evaluate",), "少了 事实。"),
        (("evaluate", "x"), "少了 --as-of：判到哪一天。"),
        (("evaluate", "x", "--as-of"), "--as-of 后面要跟一个值。"),
        (("evaluate", "x", "--as-of", "2026-02-30"), "“2026-02-30”不是日期"),
        (("evaluate", "x", "--as-of", "2026-02-28", "--known-by", "2026-03-01"), "只有日期"),
        (("evaluate", "x", "--as-of", "2026-02-28", "--known-by", "昨天"), "不是时间"),
        (("evaluate", "x", "--as-off", "2026-02-28"), "没有 --as-off 这个选项。是不是 --as-of？"),
        (
            ("evaluate", "x", "--as-of", "2026-02-28", "--format", "xls"),
            "--format 只能是 table、csv、jsonl、parquet 之一。",
        ),
        (("evaluate", "x", "--as-of", "2026-02-28", "--skip-bad=1"), "只是一个开关"),
        (("evaluate", "x", "y", "--as-of", "2026-02-28"), "多出来的内容：y。"),
        (("sample", "out", "--seed", "一"), "--seed 要写"),
        (("sample", "out", "--seed", "-1"), "--seed 要写不小于 0 的整数。"),
    ],
)
def test_wrong_usage_ends_64_in_chinese(invoke: Invoke, words: tuple[str, ...], said: str) -> None:
    result = invoke(*words)
    assert result.exit_code == Exit.USAGE
    assert said in result.stderr
    assert not result.stdout
    assert not ENGLISH.search(without_names(result.stderr)), result.stderr


def test_version(invoke: Invoke) -> None:
    assert re.fullmatch(r"灯下明 \d+\.\d+\.\d+\n", invoke("--version").stdout)


def test_our_own_fault_is_one_sentence_and_a_report(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, good: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("dengxiaming.cli.evaluate.evaluate", broken)
    result = invoke("evaluate", good, "--as-of", "2025-11-20")
    assert result.exit_code == Exit.OUR_FAULT
    assert "Traceback" not in result.stderr
    report = re.search(r"详情写在 (\S+?)，", result.stderr)
    assert report
    path = Path(report[1])
    assert "ZeroDivisionError" in path.read_text(encoding="utf-8")
    path.unlink()


def test_a_closed_pipe_is_quiet(run: Run, good: Path) -> None:
    ran = run("evaluate", good, "--as-of", "2025-11-20", "--format", "jsonl", into="| head -n 1")
    assert ran.stdout.count(b"\n") == 1
    assert not ran.stderr
    assert ran.returncode in {0, Exit.READER_GONE}


def test_ctrl_c_is_quiet(start: Start) -> None:
    """Stopped in the middle of long work: two seconds of the processor's, on however busy a machine, are past what is
    loaded at the start.
    """
    with start("sample", "--seed", "1", "--size", "province", "out") as process:
        stat = Path(f"/proc/{process.pid}/stat")
        while int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[11]) < 2 * os.sysconf("SC_CLK_TCK"):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        output, said = process.communicate(timeout=60)
    assert (output, said) == (b"", b"")
    assert process.returncode == Exit.INTERRUPTED


def test_an_interrupt_anywhere_is_quiet(invoke: Invoke, monkeypatch: pytest.MonkeyPatch, good: Path) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dengxiaming.cli.evaluate.evaluate", stopped)
    result = invoke("evaluate", good, "--as-of", "2025-11-20")
    assert (result.exit_code, result.stdout, result.stderr) == (Exit.INTERRUPTED, "", "")
