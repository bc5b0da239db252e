"""`detente record`."""

from dataclasses import replace
from datetime import date

import click

from detente.cli.inputs import MODEL, Day, Pair, opened
from detente.world.actor import Dyad
from detente.world.errors import InputRefused
from detente.world.record import Refusal


@click.command("record")
@click.argument("files", nargs=-1, required=True)
@click.option("--date", "day", type=Day(), help="The dispatches' own day, if their text does not say.")
@click.option("--as-of", type=Day(), help="Use nothing later; by default the dispatch's day.")
@click.option("--pair", type=Pair(), help="The two states, e.g. PRK-KOR.")
@click.option("--model/--no-model", default=None, help=MODEL)
@click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout, one object a line.")
def command(files: tuple[str, ...], day: date | None, as_of: date | None, pair: Dyad | None,
            model: bool | None, as_json: bool) -> int:  # fmt: skip
    """What happened, by the text of each of FILES; exit 4 if any was refused."""
    from detente.assess import record_of
    from detente.report.json import record_json, refused_json
    from detente.report.terminal import record_lines

    status = 0
    for file in files:
        try:
            record = record_of(opened(file, day, as_of), as_of=as_of, pair=pair, model=model)
            record = replace(record, dispatch=file)
            click.echo(record_json(record) if as_json else "\n".join(record_lines(record)))
        except InputRefused as error:
            status = error.exit_status
            click.echo(f"detente: {file}: {error.code}: {error.message}", err=True)
            if as_json:
                click.echo(refused_json(file, Refusal(error.code, error.message)))
    return status
