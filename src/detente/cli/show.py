"""An assessment to the reader who asked: JSON or the brief on stdout, HTML in a file."""

from pathlib import Path

import click

from detente.world.assessment import Assessment


def show(assessment: Assessment, *, as_json: bool, html: Path | None) -> None:
    """Data on stdout; where the HTML file lies on stderr."""
    if html is not None:
        from detente.report.html import page

        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(page(assessment), encoding="utf-8")
    if as_json:
        from detente.report.json import assessment_json

        click.echo(assessment_json(assessment))
    else:
        from detente.report.terminal import brief

        click.echo(brief(assessment))
    if html is not None:
        click.echo(f"HTML brief: {html.resolve()}", err=True)
