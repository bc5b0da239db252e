"""Options that several commands share, and how what they name becomes a record."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from detente.archive import tables
from detente.archive.query import Archive, default_dir
from detente.cli.supposed import given
from detente.record.corrections import Corrected, Corrections, corrected
from detente.record.dispatch import Dispatch, open_dispatch
from detente.world.actor import Dyad
from detente.world.errors import InputRefused, UsageError
from detente.world.record import Record


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


SUPPOSED = "Suppose this act on the as-of day, e.g. missile_launch:PRK; may be given again."

CORRECTIONS = "Correct what is read by this file, TOML or CSV."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command is about: a dispatch's file, or a saved record, or a pair and a day alone."""

    file: str | None
    day: date | None = None
    as_of: date | None = None
    pair: Dyad | None = None
    model: bool | None = None
    saved: str | None = None
    corrections: Path | None = None
    events: tuple[str, ...] = ()


def about(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what a command is about; `function` gets them as one value, `asked`."""

    @wraps(function)
    def packed(**options: Any) -> Any:
        asked = Asked(**{field.name: options.pop(field.name) for field in fields(Asked)})
        return function(asked=asked, **options)

    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout."),
        click.option("--archive", type=click.Path(path_type=Path), help="Folder of ingested data."),
        click.option("--seed", type=int, default=0, show_default=True, help="Seed of every random draw."),
        click.option("--event", "events", multiple=True, metavar="KIND:BY", help=SUPPOSED),
        click.option("--corrections", type=click.Path(path_type=Path), help=CORRECTIONS),
        click.option("--record", "saved", help="A saved record (JSON, or - for stdin) in place of FILE."),
        click.option("--model/--no-model", default=None, help=MODEL),
        click.option("--pair", type=Pair(), help="The two states, e.g. PRK-KOR."),
        click.option("--as-of", type=Day(), help="Use nothing later; by default the dispatch's day."),
        click.option("--date", "day", type=Day(), help="The dispatch's own day, if its text does not say."),
    ):
        packed = option(packed)
    return packed


def opened(path: str, day: date | None, as_of: date | None) -> Dispatch:
    """The dispatch in a file, or on stdin for "-".

    InputRefused if it is unreadable or dated in the future; UsageError if `as_of` lies before its day.
    """
    dispatch = open_dispatch(_bytes(path), name="-" if path == "-" else Path(path).name, day=day)
    if dispatch.day is not None and dispatch.day > date.today():
        raise InputRefused("future-date", f"the dispatch is dated {dispatch.day}, which is still to come")
    if as_of is not None and dispatch.day is not None and as_of < dispatch.day:
        raise UsageError("as-of-too-early", f"--as-of {as_of} lies before the dispatch's day {dispatch.day}")
    return dispatch


def past_day(as_of: date | None) -> None:
    """UsageError if `as_of` is still to come: nobody knows what was known then."""
    if as_of is not None and as_of > date.today():
        raise UsageError("as-of-to-come", f"--as-of {as_of} is still to come; today is {date.today()}")


def _bytes(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputRefused("unreadable", f"{path}: {error.strerror or error}") from error


def record_about(asked: Asked) -> Record:
    """The record of a dispatch, a saved one, or an empty one of `--pair` and `--as-of` alone; corrected.

    Acts that the user supposes are added to it.
    """
    past_day(asked.as_of)
    if asked.file is not None and asked.saved is None:
        return given(read(asked)[1].record, asked.events)
    record = _empty(asked) if asked.saved is None else _saved(asked)
    return given(corrected(record, _corrections(asked), states=tables.codes()).record, asked.events)


def read(asked: Asked) -> tuple[Dispatch, Corrected]:
    """A dispatch and what was read from it, corrected; corrections of day and pair hold for the reading."""
    from detente.assess import record_of

    fix = _corrections(asked)
    dispatch = opened(asked.file or "-", asked.day or fix.day, asked.as_of)
    record = record_of(dispatch, as_of=asked.as_of, pair=asked.pair or fix.pair, model=asked.model)
    return dispatch, corrected(record, fix, text=dispatch.text, states=tables.codes())


def _corrections(asked: Asked) -> Corrections:
    """The corrections of the file; an option of the command line wins over what the file says."""
    from detente.cli.sidecar import read_corrections

    found = Corrections() if asked.corrections is None else read_corrections(asked.corrections)
    day, pair = None if asked.day else found.day, None if asked.pair else found.pair
    return replace(found, day=day, pair=pair)


def _empty(asked: Asked) -> Record:
    if asked.pair is None or asked.as_of is None:
        raise UsageError("nothing-to-assess", "give a FILE, or both --pair AAA-BBB and --as-of YYYY-MM-DD")
    return Record(None, asked.as_of.isoformat(), (asked.pair.a, asked.pair.b), None, (), ())


def _saved(asked: Asked) -> Record:
    """The saved record, as of the day and about the pair that the options name."""
    from detente.cli.saved import load_record

    name = asked.saved or "-"
    if asked.file is not None or asked.day is not None or asked.model is not None:
        raise UsageError("read-already", f"--record {name} is read already: leave out FILE, --date, --model")
    record = load_record(_bytes(name), name)
    own = record.day or record.as_of
    if asked.as_of is not None and own is not None and asked.as_of.isoformat() < own:
        raise UsageError("as-of-too-early", f"--as-of {asked.as_of} lies before the record's day {own}")
    as_of = record.as_of if asked.as_of is None else asked.as_of.isoformat()
    pair = record.pair if asked.pair is None else (asked.pair.a, asked.pair.b)
    if as_of is None or pair is None:
        missing = "as_of" if as_of is None else "pair"
        why = f"{name}: it has no {missing}: write it in the JSON, or give --as-of and --pair"
        raise InputRefused("not-a-record", why)
    past_day(date.fromisoformat(as_of))
    return replace(record, as_of=as_of, pair=pair)


def archive_at(folder: Path | None) -> Archive:
    """The archive in `folder`, by default the user's own."""
    return Archive(folder or default_dir())
