"""`detente record`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from detente.cli.inputs import CORRECTIONS, MODEL, Asked, Day, Pair, read
from detente.record.dispatch import Dispatch
from detente.record.pairing import pairs_told
from detente.report.reading import Reading
from detente.world.actor import Dyad
from detente.world.errors import InputRefused, UsageError
from detente.world.record import Record, Refusal


@click.command("record")
@click.argument("files", nargs=-1, required=True)
@click.option("--date", "day", type=Day(), help="The dispatches' own day, if their text does not say.")
@click.option("--as-of", type=Day(), help="Use nothing later; by default the dispatch's day.")
@click.option("--pair", type=Pair(), help="The two states, e.g. PRK-KOR.")
@click.option(
    "--each-pair", is_flag=True, help="A record for each two states between which several acts are told."
)
@click.option("--model/--no-model", default=None, help=MODEL)
@click.option("--corrections", type=click.Path(path_type=Path), help=CORRECTIONS)
@click.option(
    "--write-corrections", "starter", type=click.Path(path_type=Path),
    help="Write a file of corrections to edit, with every event as it was read.",
)  # fmt: skip
@click.option(
    "--html", type=click.Path(path_type=Path), help="Also write the marked texts as one offline HTML file."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout, one object a line.")
def command(files: tuple[str, ...], day: date | None, as_of: date | None, pair: Dyad | None,
            each_pair: bool, model: bool | None, corrections: Path | None, starter: Path | None,
            html: Path | None, as_json: bool) -> int:  # fmt: skip
    """What happened, by the text of each of FILES, marked in it; exit 4 if any was refused."""
    _check(files, corrections, starter)
    if each_pair and (pair or corrections or starter):
        raise UsageError("each-pair-options", "--each-pair goes with no --pair and with no corrections")
    readings: list[Reading] = []
    for file in files:
        asked = Asked(file, day, as_of, pair, model, corrections=corrections)
        for reading in _read(asked, file, each_pair):
            _print(reading, as_json=as_json, first=not readings)
            readings.append(reading if html or starter else Reading(reading.record))
    if starter is not None and readings[0].record.error is None:
        _write_starter(starter, readings[0])
    if html is not None:
        _write_page(html, readings)
    return InputRefused.exit_status if any(each.record.error for each in readings) else 0


def _check(files: tuple[str, ...], corrections: Path | None, starter: Path | None) -> None:
    """UsageError for options that do not go together."""
    if (corrections or starter) and len(files) > 1:
        raise UsageError("corrections-options", f"corrections are for one dispatch: {len(files)} were given")
    if starter and corrections:
        raise UsageError("corrections-options", "--write-corrections begins a file, --corrections reads one")
    if starter and starter.suffix.lower() == ".csv":
        raise UsageError("corrections-options", f"{starter}: what is written is TOML: name it .toml")
    if starter and starter.exists():
        raise UsageError("file-exists", f"{starter} is there already: name another file, or remove it first")


def _read(asked: Asked, file: str, each_pair: bool) -> Iterator[Reading]:
    """What was read, corrected; a dispatch that is refused is a record with an error.

    With `each_pair` the dispatch is read again as about each other pair of which it tells several acts.
    """
    from detente.assess import record_of

    try:
        dispatch, found = read(asked)
    except InputRefused as error:
        yield Reading(Record(file, None, None, Refusal(error.code, error.message), (), ()))
        return
    yield _reading(file, dispatch, found.record, found.numbers)
    for pair in pairs_told(found.record.events) if each_pair else ():
        if pair != found.record.dyad:
            again = record_of(dispatch, as_of=asked.as_of, pair=pair, model=asked.model)
            yield _reading(file, dispatch, again)


def _reading(file: str, dispatch: Dispatch, record: Record, numbers: tuple[int, ...] = ()) -> Reading:
    record = replace(record, dispatch=file)
    return Reading(record, dispatch.text, dict(_names(record)), numbers)


def _names(record: Record) -> Iterator[tuple[str, str]]:
    """The names on the as-of day of every state that the record speaks of."""
    from detente.archive.tables import name_on

    codes = {code for event in record.events for code in (event.source, event.target, event.claimed_by)}
    codes |= {code for fact in record.facts for code in (fact.a, fact.b)} | set(record.pair or ())
    day = date.fromisoformat(record.as_of) if record.as_of else date.today()
    return ((code, name_on(code, day)) for code in sorted(filter(None, codes)))


def _print(reading: Reading, *, as_json: bool, first: bool) -> None:
    """Data on stdout, an empty line between two dispatches; why a dispatch was refused on stderr."""
    from detente.report.json import record_json
    from detente.report.record_lines import record_lines
    from detente.report.words import safe

    error = reading.record.error
    if error is not None:
        click.echo(safe(f"detente: {reading.record.dispatch}: {error.code}: {error.message}"), err=True)
    if as_json:
        click.echo(record_json(reading.record))
    elif error is None:
        click.echo("\n".join(([] if first else [""]) + record_lines(reading)))


def _write_starter(path: Path, reading: Reading) -> None:
    from detente.report.starter import starter

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as lines:
        lines.write(starter(reading))
    click.echo(f"corrections to edit: {path.resolve()}", err=True)


def _write_page(path: Path, readings: list[Reading]) -> None:
    from detente.report.record_page import record_page

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record_page(readings), encoding="utf-8")
    click.echo(f"HTML page: {path.resolve()}", err=True)
