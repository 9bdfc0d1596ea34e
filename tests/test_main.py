"""The one place where an error becomes a message and an exit code."""

from __future__ import annotations

import io
import signal
import sys

import pytest
import typer

from golive import __version__
from golive.__main__ import main
from golive.cli import app as app_module
from golive.errors import Problem, ProfileError, RecordsError, UsageError
from support.command import golive


@pytest.fixture
def ending(monkeypatch):
    """Make the command line end with an error, and run it."""

    def run(error):
        def broken(**_):
            raise error

        monkeypatch.setattr(app_module, "app", broken)
        return golive(monkeypatch, "check")

    return run


def test_the_version_is_one_line(monkeypatch):
    assert golive(monkeypatch, "--version").out == f"golive {__version__}\n"
    assert golive(monkeypatch, "--version", "list").out == f"golive {__version__}\n"
    assert golive(monkeypatch, "version").out == f"golive {__version__}\n"


def test_what_golive_can_explain_is_one_line_and_exit_code_2(ending):
    ran = ending(UsageError("there is no \x1b[31m[red]file\n::error::x ##vso[task] ak_live_0123456789abcdef"))
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("golive: there is no \\x1b[31m[red]file\\n")
    assert "##vso[" not in ran.err
    assert "0123456789abcdef" not in ran.err


def test_every_problem_of_a_profile_has_a_line(ending):
    one, two = Problem("golive.yaml", 3, 5, "the first"), Problem("golive.yaml", 4, 1, "the second")
    assert ending(ProfileError((one,))).err == "golive: golive.yaml:3:5: the first\n"
    several = ending(ProfileError((one, two)))
    assert several.code == 2
    assert several.err == (
        "golive: the profile cannot be used, for 2 reasons:\n"
        "  golive.yaml:3:5: the first\n  golive.yaml:4:1: the second\n"
    )


def test_problems_of_the_records_are_not_laid_at_the_profiles_door(ending):
    one, two = Problem("golive.records.yaml", 3, 5, "the first"), Problem("golive.records.yaml", 4, 1, "the second")
    ran = ending(RecordsError((one, two)))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("golive: the records file cannot be used, for 2 reasons:\n  golive.records.yaml:3:5: ")


def test_a_defect_is_named_without_its_message(ending):
    ran = ending(ValueError("the canary"))
    assert ran.code == 4
    assert "a defect of golive itself (ValueError); nothing was decided" in ran.err
    assert "test_main.py" in ran.err
    assert "canary" not in ran.err


def test_an_interruption_is_exit_code_130_and_silent(ending):
    assert ending(KeyboardInterrupt()) == ending(_aborted(KeyboardInterrupt()))
    assert ending(KeyboardInterrupt()).code == 130
    assert ending(KeyboardInterrupt()).err == ""


def test_a_question_without_an_answer_is_exit_code_2(ending):
    ran = ending(_aborted(EOFError()))
    assert (ran.code, ran.err) == (2, "golive: a question was not answered; nothing was done\n")


def _aborted(cause):
    error = typer.Abort()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chekc"], "No such command 'chekc'. Did you mean 'check'? See `golive --help`"),
        (["check", "--bogus"], "No such option: --bogus"),
        (["check", "--timeout", "0"], "Invalid value for '--timeout': 0.0 is not in the range"),
        (["check", "--timeout", "nan"], "--timeout takes a number of seconds"),
        (["check", "--fail-on", "never"], "See `golive check --help`"),
        (["check", "\x1b[31m\n::error::x"], "(\\x1b[31m\\x0a:\\x3aerror::x)"),
        (["explain"], "Missing argument 'ID'. See `golive explain --help`"),
    ],
)
def test_a_wrong_command_line_is_one_sentence_and_where_to_read_on(monkeypatch, arguments, message):
    ran = golive(monkeypatch, *arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert message in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["secret"]])
def test_no_command_prints_what_there_is_and_ends_as_a_usage_error(monkeypatch, arguments):
    ran = golive(monkeypatch, *arguments)
    assert ran.code == 2
    assert "Commands:" in ran.out
    assert golive(monkeypatch, *arguments, "-h") == golive(monkeypatch, *arguments, "--help")
    assert golive(monkeypatch, *arguments, "--help").code == 0


def test_a_closed_or_broken_standard_error_changes_no_exit_code(ending, monkeypatch):
    class Broken(io.StringIO):
        encoding = None

        def write(self, text):
            raise BrokenPipeError

    for stream in (None, Broken()):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["golive", "chekc"])
            patch.setattr(sys, "stderr", stream)
            before = {signum: signal.getsignal(signum) for signum in (signal.SIGTERM, signal.SIGHUP)}
            try:
                with pytest.raises(SystemExit) as ended:
                    main()
            finally:
                for signum, handler in before.items():
                    signal.signal(signum, handler)
        assert ended.value.code == 2
