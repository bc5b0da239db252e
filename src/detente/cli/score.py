"""`detente score`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.inputs import Day, archive_at
from detente.report.words import percent, safe

if TYPE_CHECKING:
    from detente.archive.ledger import Entry
    from detente.backtest.track_record import Row, Score, TrackRecord
    from detente.numerics.scores import Difference

SHOWN = 10
"""Reasons why forecasts are open that are shown."""

HEADS = {
    "ahead": "made before their windows",
    "afterwards": "made when their windows had begun: what came may have been known",
}


@click.command("score")
@click.argument("ledger", required=False, type=click.Path(path_type=Path))
@click.option("--archive", type=click.Path(path_type=Path), help="Folder of ingested data.")
@click.option("--today", type=Day(), help="Resolve as on this day and use nothing later; by default today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
def command(ledger: Path | None, archive: Path | None, today: date | None, as_json: bool) -> None:
    """Resolve the forecasts of a ledger by ingested data and show their track record.

    LEDGER is by default ledger.jsonl beside the archive.
    """
    from detente.archive.ledger import default_ledger, read, set_aside
    from detente.backtest.resolve import resolve
    from detente.backtest.track_record import track_record
    from detente.world.canonical import canonical

    path, day = ledger or default_ledger(), today or date.today()
    book = read(path)
    if book.torn:
        what = f"its last line is torn ({len(book.torn)} bytes) and counts for nothing"
        click.echo(f"{path}: {what}; the next --log moves it to {set_aside(path)}", err=True)
    outcomes = resolve(book.entries, archive_at(archive), day)
    record = track_record(book.entries, outcomes, day)
    shown = [canonical(record).decode()] if as_json else map(safe, lines(book.entries, record))
    click.echo("\n".join(shown))


def lines(entries: Sequence["Entry"], record: "TrackRecord") -> Iterator[str]:
    """The track record in plain text."""
    if not record.n:
        yield "no forecast is logged yet: `detente forecast --log` adds some"
        return
    share = "" if record.due_resolved is None else f", {record.due_resolved:.0%} of them resolved"
    yield (
        f"{record.n} forecasts on {record.today}: {record.yes} yes, {record.no} no, {record.open} open; "
        f"{record.due} windows are over{share}"
    )
    for made, head in HEADS.items():
        yield from _table(head, [row for row in record.rows if row.made == made])
    yield from _misses(record)
    yield from _open(entries, record)


def _table(head: str, rows: Sequence["Row"]) -> Iterator[str]:
    if not rows:
        return
    yield from ("", f"{head}:")
    yield f"{'target':<9}{'days':>4}{'n':>6}  {'mean p':<8}{'came (95 %)':<26}Brier (usual)    log (usual)"
    for row in rows:
        yield from _row(row)
    yield from dict.fromkeys(row.note for row in rows if row.note)


def _row(row: "Row") -> Iterator[str]:
    few = row.note.partition(":")[0] if row.observed_low is None else ""
    came = f"{row.observed * row.n:.0f} {_bounds(row.observed_low, row.observed_high)}"
    yield (
        f"{row.target:<9}{row.days:>4}{row.n:>6}  {percent(row.mean_p):<8}{came:<26}"
        f"{_means(row.brier)}  {_means(row.log_score)}  {few}"
    ).rstrip()
    if row.brier.difference and row.log_score.difference:
        yield (
            f"  less usual: Brier {_gap(row.brier.difference)}, log {_gap(row.log_score.difference)}; "
            f"95 %, {row.pairs} pairs of states resampled"
        )
    for each in row.reliability:
        came = f"{each.observed * each.n:.0f} {_bounds(each.low, each.high)}"
        yield f"  of {each.n} with mean p {percent(each.forecast)} came true {came}"


def _bounds(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"({percent(low)} to {percent(high)})"


def _means(score: "Score") -> str:
    return f"{score.value:.4f} ({score.base_rate:.4f})"


def _gap(gap: "Difference") -> str:
    return f"{gap.value:+.4f} ({gap.low:+.4f} to {gap.high:+.4f})"


def _misses(record: "TrackRecord") -> Iterator[str]:
    """The forecasts that missed most, a line each."""
    if record.worst:
        yield from ("", "worst misses:")
    for miss in record.worst:
        yield (
            f"  {'-'.join(miss.pair)} as of {miss.as_of}: {miss.target} in {miss.days} days, "
            f"p {percent(miss.p)}, {miss.outcome}, log score {miss.log_score:.2f}"
        )


def _open(entries: Sequence["Entry"], record: "TrackRecord") -> Iterator[str]:
    """Why forecasts are open, those of a pair with one reason together."""
    both = zip(entries, record.resolved, strict=True)
    reasons = Counter(("-".join(e.pair), o.why) for e, o in both if o.outcome == "open")
    if reasons:
        yield from ("", "open:")
    for (pair, why), count in reasons.most_common(SHOWN):
        yield f"  {count} of {pair}: {why}"
    if (left := len(reasons) - SHOWN) > 0:
        yield f"  and {left} more reasons: see --json"
