"""Options that several commands share, and how a dispatch is opened."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from detente.archive.query import Archive, default_dir
from detente.record.dispatch import Dispatch, open_dispatch
from detente.world.actor import Dyad
from detente.world.errors import InputRefused, UsageError
from detente.world.record import Record

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """An ISO day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read YYYY-MM-DD."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day: write YYYY-MM-DD", param, ctx)


class Pair(click.ParamType[Dyad]):
    """Two ISO alpha-3 codes."""

    name = "pair"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Dyad:
        """Read AAA-BBB."""
        try:
            return value if isinstance(value, Dyad) else Dyad.parse(value)
        except UsageError as error:
            self.fail(error.message, param, ctx)


MODEL = "Read with the language model, which finds more acts and takes longer; default: if it is installed."


def about(function: F) -> F:
    """The options that say what a command is about."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout."),
        click.option("--archive", type=click.Path(path_type=Path), help="Folder of ingested data."),
        click.option("--seed", type=int, default=0, show_default=True, help="Seed of every random draw."),
        click.option("--model/--no-model", default=None, help=MODEL),
        click.option("--pair", type=Pair(), help="The two states, e.g. PRK-KOR."),
        click.option("--as-of", type=Day(), help="Use nothing later; by default the dispatch's day."),
        click.option("--date", "day", type=Day(), help="The dispatch's own day, if its text does not say."),
    ):
        function = option(function)
    return function


def opened(path: str, day: date | None, as_of: date | None) -> Dispatch:
    """The dispatch in a file, or on stdin for "-".

    InputRefused if it is unreadable or dated in the future; UsageError if `as_of` lies before its day.
    """
    raw = sys.stdin.buffer.read() if path == "-" else _bytes(Path(path))
    dispatch = open_dispatch(raw, name="-" if path == "-" else Path(path).name, day=day)
    if dispatch.day is not None and dispatch.day > date.today():
        raise InputRefused("future-date", f"the dispatch is dated {dispatch.day}, which is still to come")
    if as_of is not None and dispatch.day is not None and as_of < dispatch.day:
        raise UsageError("as-of-too-early", f"--as-of {as_of} lies before the dispatch's day {dispatch.day}")
    return dispatch


def past_day(as_of: date | None) -> None:
    """UsageError if `as_of` is still to come: nobody knows what was known then."""
    if as_of is not None and as_of > date.today():
        raise UsageError("as-of-to-come", f"--as-of {as_of} is still to come; today is {date.today()}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputRefused("unreadable", f"{path}: {error.strerror or error}") from error


def record_about(file: str | None, *, day: date | None, as_of: date | None, pair: Dyad | None,
                 model: bool | None) -> Record:  # fmt: skip
    """The record of a dispatch, or an empty one of `--pair` and `--as-of` alone."""
    from detente.assess import record_of

    past_day(as_of)
    if file is None:
        if pair is None or as_of is None:
            raise UsageError(
                "nothing-to-assess", "give a FILE, or both --pair AAA-BBB and --as-of YYYY-MM-DD"
            )
        return Record(None, as_of.isoformat(), (pair.a, pair.b), None, (), ())
    return record_of(opened(file, day, as_of), as_of=as_of, pair=pair, model=model)


def archive_at(folder: Path | None) -> Archive:
    """The archive in `folder`, by default the user's own."""
    return Archive(folder or default_dir())
