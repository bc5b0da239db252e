"""`detente assess`."""

from datetime import date
from pathlib import Path

import click

from detente.cli.inputs import about, archive_at, record_about
from detente.world.actor import Dyad


@click.command("assess")
@click.argument("file")
@click.option(
    "--html", type=click.Path(path_type=Path), help="Also write the brief as one offline HTML file."
)
@about
def command(file: str, html: Path | None, day: date | None, as_of: date | None, pair: Dyad | None,
            model: bool | None, seed: int, archive: Path | None, as_json: bool) -> None:  # fmt: skip
    """Read a dated dispatch (FILE, or - for stdin) about two states and answer the five questions."""
    from detente.assess import assess
    from detente.cli.show import show

    record = record_about(file, day=day, as_of=as_of, pair=pair, model=model)
    show(assess(record, archive_at(archive), seed=seed), as_json=as_json, html=html)
