"""One room's answer alone, to a dispatch or to a pair and a day."""

from pathlib import Path

import click

from detente.cli.inputs import Asked, about, archive_at, record_about

HELP = {
    "forecast": "Is this war? Chances of an incident, a fatal clash, a war.",
    "scenario": "Have we been here before? Past episodes like this one.",
    "motive": "Why do they do it? Rival motives, weighed.",
}


def room_command(room: str) -> click.Command:
    """The command of `room`: FILE, or --pair with --as-of."""

    @click.command(room, help=HELP[room] + " FILE is a dispatch; without it give --pair and --as-of.")
    @click.argument("file", required=False)
    @about
    def command(asked: Asked, seed: int, archive: Path | None, as_json: bool) -> None:
        from detente.assess import assess
        from detente.report.terminal import section
        from detente.world.canonical import canonical

        assessment = assess(record_about(asked), archive_at(archive), seed=seed)
        click.echo(canonical(getattr(assessment, room)).decode() if as_json else section(assessment, room))

    return command
