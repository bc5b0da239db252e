"""`detente forecast`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from detente.cli.inputs import Asked, about, archive_at, record_about
from detente.cli.room import HELP
from detente.world.assessment import Assessment
from detente.world.errors import UsageError


class Moment(click.ParamType[datetime]):
    """An ISO time with its zone."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read 2026-10-01T09:00:00Z."""
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            return (
                moment.astimezone(UTC) if moment.tzinfo else self.fail(f"{value!r} has no zone", param, ctx)
            )
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no time: write YYYY-MM-DDTHH:MM:SSZ", param, ctx)


@click.command("forecast", help=HELP["forecast"] + " FILE is a dispatch; without it give --pair and --as-of.")
@click.argument("file", required=False)
@click.option("--log", is_flag=False, flag_value="", metavar="[LEDGER]",
              help="Add the forecasts to a ledger, for `detente score`; by default ledger.jsonl beside the "
              "archive. Write --log=LEDGER, or --log after FILE.")  # fmt: skip
@click.option("--made-at", type=Moment(), help="When the forecast was made, with its zone; by default now.")
@click.option("--settled-by", "datasets", multiple=True, metavar="DATASET",
              help="Only this data set may settle them, e.g. detente:korea or mie-*; may be given several "
              "times. By default any that covers the pair.")  # fmt: skip
@about
def command(asked: Asked, log: str | None, made_at: datetime | None, datasets: tuple[str, ...], seed: int,
            archive: Path | None, as_json: bool) -> None:  # fmt: skip
    """Answer, and log what was answered if asked to."""
    from detente.assess import assess
    from detente.report.terminal import section
    from detente.world.canonical import canonical

    if log is None and (made_at or datasets):
        raise UsageError("log-options", "--made-at and --settled-by are for --log: add it, or leave them out")
    assessment = assess(record_about(asked), archive_at(archive), seed=seed)
    if log is not None:
        _log(assessment, Path(log) if log else None, made_at or datetime.now(UTC), datasets)
    click.echo(canonical(assessment.forecast).decode() if as_json else section(assessment, "forecast"))


def _log(assessment: Assessment, path: Path | None, made_at: datetime, datasets: tuple[str, ...]) -> None:
    """Narrate on stderr what the ledger got."""
    from detente.archive.ledger import append, default_ledger, set_aside
    from detente.backtest.claim import ANY, claims
    from detente.backtest.track_record import made

    ledger = path or default_ledger()
    logged = append(ledger, claims(assessment, made_at, datasets or ANY))
    said = [f"{len(logged.added)} forecasts logged in {ledger}"]
    if logged.torn:
        said.append(f"its last line was torn ({len(logged.torn)} bytes): moved to {set_aside(ledger)}")
    if logged.known:
        said.append(f"{logged.known} were there already and are kept once")
    if any(made(entry) == "afterwards" for entry in logged.added):
        said.append("their windows had begun when they were made: they will be scored apart")
    click.echo("\n".join(said), err=True)
