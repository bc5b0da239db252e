"""The command line: one module a command, imported when it runs, so that --help stays light."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from detente import __version__
from detente.world.errors import DetenteError

COMMANDS = {
    "assess": "Read a dispatch, answer the five questions.",
    "record": "What happened? Events of dispatches, one JSON object a line with --json.",
    "forecast": "Is this war? Chances of an incident, a fatal clash, a war.",
    "scenario": "Have we been here before? Past episodes like this one.",
    "motive": "Why do they do it? Rival motives, weighed.",
    "runaway": "How could it get out of hand? Action and reaction.",
    "score": "Did the logged forecasts come true? Their track record.",
    "report": "Show a saved assessment again, without any model.",
    "simulate": "Draw paths of further acts of a pair.",
    "ingest": "Bring a publisher's data into the archive.",
    "check": "Verify the shipped tables and the archive.",
    "cite": "Print what was used, ready to cite.",
    "game": "Small published games of crisis, fitted to a table or solved.",
    "backtest": "Score a room's model on real data against the plain one.",
    "fit": "Fit a room's parameters, a vintage every five years.",
}


class Lazy(click.Group):
    """A group that knows its commands by name and loads one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names in the order of the questions."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, from `detente.cli.<name>`."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"detente.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="detente")
def cli() -> None:
    """Tells a scare from a war: a dated dispatch about two states in, five checkable answers out."""


def main(argv: list[str] | None = None) -> Any:
    """Run the command line; named errors go to stderr as `code: message`, with their exit status."""
    # One thread adds in one order: the same bytes on any number of cores, and no time lost on small matrices.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        status = cli.main(args=argv, prog_name="detente", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except DetenteError as error:
        _complain(f"{error.code}: {error.message}")
        sys.exit(error.exit_status)
    except BrokenPipeError:
        sys.exit(0)  # the reader has seen enough
    except OSError as error:
        _complain(f"no-access: {error.filename or ''}: {error.strerror or error}")
        sys.exit(3)
    sys.exit(status if isinstance(status, int) else 0)


def _complain(message: str) -> None:
    """A named error on stderr; names of files are others' text and may hold control characters."""
    from detente.report.words import safe

    click.echo("\n".join(map(safe, f"detente: {message}".split("\n"))), err=True)
