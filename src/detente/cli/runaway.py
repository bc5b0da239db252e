"""`detente runaway`."""

from pathlib import Path

import click

from detente.cli.inputs import Asked, about, archive_at, record_about


@click.command("runaway")
@click.argument("file", required=False)
@click.option("--what-if", "names", multiple=True, metavar="NAME[=SIZE]",
              help="Only this what-if, e.g. hotline, exercises, umbrella, phased-deal, restraint, no-answer; "
              "with a SIZE of your own: the share that is left. May be given several times.")  # fmt: skip
@about
def command(asked: Asked, names: tuple[str, ...], seed: int, archive: Path | None, as_json: bool) -> None:
    """How could it get out of hand? Action and reaction.

    FILE is a dispatch; without it give --pair and --as-of.
    """
    from detente.assess import assess, what_if
    from detente.report.terminal import section
    from detente.report.terminal_runaway import what_if_lines
    from detente.world.canonical import canonical

    record, past = record_about(asked), archive_at(archive)
    if names:
        rows = what_if(record, past, names, seed=seed)
        click.echo(canonical(rows).decode() if as_json else "\n".join(what_if_lines(rows)))
        return
    assessment = assess(record, past, seed=seed)
    click.echo(canonical(assessment.runaway).decode() if as_json else section(assessment, "runaway"))
