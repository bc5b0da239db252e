"""`detente ingest`."""

from pathlib import Path

import click

from detente.archive.query import default_dir


@click.command("ingest")
@click.argument("format_name", metavar="FORMAT")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--archive", type=click.Path(path_type=Path), help="Folder of ingested data.")
def command(format_name: str, paths: tuple[Path, ...], archive: Path | None) -> None:
    """Bring publishers' files into the archive.

    \b
    FORMAT is auto, which tells files by their columns, or one of
      acts: mie, mid, icews, provocations, events
      disputes and wars: mid, gml, ucdp-dyadic, ucdp-acd
      pairs: contiguity, distance, atop, cow-alliances
      states: nmc, vdem, isard, polity, majors, nuclear
    """
    from detente.archive.ingest import ingest

    def narrate(line: str) -> None:
        click.echo(line, err=True)

    for report in ingest(format_name, paths, archive or default_dir(), progress=narrate):
        click.echo(report.line())
