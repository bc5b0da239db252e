"""One room's answer alone, to a dispatch or to a pair and a day."""

from datetime import date
from pathlib import Path

import click

from detente.cli.inputs import about, archive_at, record_about
from detente.world.actor import Dyad

HELP = {
    "forecast": "Is this war? Chances of an incident, a fatal clash, a war.",
    "scenario": "Have we been here before? Past episodes like this one.",
    "motive": "Why do they do it? Rival motives, weighed.",
    "runaway": "How could it get out of hand? Action and reaction.",
}


def room_command(room: str) -> click.Command:
    """The command of `room`: FILE, or --pair with --as-of."""

    @click.command(room, help=HELP[room] + " FILE is a dispatch; without it give --pair and --as-of.")
    @click.argument("file", required=False)
    @about
    def command(file: str | None, day: date | None, as_of: date | None, pair: Dyad | None, model: bool | None,
                seed: int, archive: Path | None, as_json: bool) -> None:  # fmt: skip
        from detente.assess import assess
        from detente.report.terminal import section
        from detente.world.canonical import canonical

        record = record_about(file, day=day, as_of=as_of, pair=pair, model=model)
        assessment = assess(record, archive_at(archive), seed=seed)
        click.echo(canonical(getattr(assessment, room)).decode() if as_json else section(assessment, room))

    return command
