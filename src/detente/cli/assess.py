"""`detente assess`."""

from pathlib import Path

import click

from detente.cli.inputs import Asked, about, archive_at, record_about


@click.command("assess")
@click.argument("file", required=False)
@click.option(
    "--html", type=click.Path(path_type=Path), help="Also write the brief as one offline HTML file."
)
@about
def command(asked: Asked, html: Path | None, seed: int, archive: Path | None, as_json: bool) -> None:
    """Read a dated dispatch (FILE, or - for stdin) about two states and answer the five questions."""
    from detente.assess import assess
    from detente.cli.show import show

    show(assess(record_about(asked), archive_at(archive), seed=seed), as_json=as_json, html=html)
