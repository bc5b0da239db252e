"""`detente report`."""

from pathlib import Path

import click

from detente.cli.show import show


@click.command("report")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--html", type=click.Path(path_type=Path), help="Also write the brief as one offline HTML file."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
def command(file: Path, html: Path | None, as_json: bool) -> None:
    """Show a saved assessment (FILE, from `assess --json`) again; no model is loaded."""
    from detente.report.json import load

    show(load(file.read_bytes()), as_json=as_json, html=html)
