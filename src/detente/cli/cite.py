"""`detente cite`."""

import click


@click.command("cite")
@click.argument("names", nargs=-1)
def command(names: tuple[str, ...]) -> None:
    """Print the citations of data sets and tables; of all that detente knows without NAMES."""
    from detente.archive.cite import citations

    for line in citations(names):
        click.echo(line)
