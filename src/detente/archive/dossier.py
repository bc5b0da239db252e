"""What the archive's tables of states and disputes say of two states, closed on a day.

Rows that touch either of the two, as plain columns: the forecast of disputes counts them. What a row says of
later days (the end of a spell, the outcome of a dispute) is left out.
"""

from collections.abc import Sequence
from datetime import date

from detente.archive.query import LAST_DAY, Archive
from detente.archive.releases import Release, releases
from detente.world.actor import Dyad
from detente.world.history import Dossier, Table

PREFERRED = {
    "disputes": ("gml-2.2.1", "gml-2.2.1-dyads", "mid-5.0", "mid-dyads"),
    "alliances": ("atop", "cow-alliances"),
    "events": ("mie",),
}
"""Data sets in order of preference, where a table may hold several kinds; any other comes after them."""

SLOW = ("borders", "distances", "capabilities", "alliances", "democracy", "powers", "nuclear")
"""Tables of what changes slowly."""

STALE = 2
"""Disputes and events that end more years before the day are too old to forecast from."""

OPEN = "9999-12-31"
"""The end of what had not ended by the day."""

_OVER = f"""max({LAST_DAY.format('"end"')}) OVER (PARTITION BY dispute) AS over"""
_BEGUN = f"{LAST_DAY.format('start')} <= $day"
_END = f"""CASE WHEN "end" < $day THEN "end" ELSE '{OPEN}' END AS "end\""""
_TOUCH = "(a IN ($a, $b) OR b IN ($a, $b))"
_BOTH = "a IN ($a, $b) AND b IN ($a, $b) AND dataset = $dataset"
_STATE = "state IN ($a, $b) AND dataset = $dataset"

_SQL = {
    "borders": f"""SELECT a, b, type, start, {_END} FROM borders
        WHERE {_TOUCH} AND dataset = $dataset AND {_BEGUN}""",
    "distances": f"""SELECT a, b, first_year, last_year, km FROM distances
        WHERE {_BOTH} AND first_year < $year""",
    "capabilities": f"""SELECT state, year, cinc, milper, tpop FROM capabilities
        WHERE {_STATE} AND year < $year""",
    "alliances": f"""SELECT a, b, year, defense, nonaggression, consultation FROM alliances
        WHERE {_BOTH} AND year < $year""",
    "democracy": f"SELECT state, year, polity2, polyarchy FROM democracy WHERE {_STATE} AND year < $year",
    "powers": f"SELECT state, start, {_END} FROM powers WHERE {_STATE} AND {_BEGUN}",
    "nuclear": f"SELECT state, year, status FROM nuclear WHERE {_STATE} AND year < $year",
    "disputes": f"""SELECT dispute, a, b, start, CASE WHEN over <= $day THEN over ELSE '{OPEN}' END AS "end",
        CASE WHEN over <= $day THEN hostility END AS hostility,
        CASE WHEN over <= $day THEN fatality END AS fatality, side_a, originators
        FROM (SELECT *, {_OVER} FROM disputes WHERE dataset = $dataset)
        WHERE {_TOUCH} AND {_BEGUN}""",
    "events": "SELECT source, target, date, kind, status, rung, deaths_high FROM events "
    "WHERE dataset = $dataset AND (source IN ($a, $b) OR target IN ($a, $b)) AND last_day <= $day",
}
"""What is asked of each table; the rows of a pair and day, in a fixed order."""


def dossier(archive: Archive, dyad: Dyad, as_of: date) -> Dossier:
    """The tables of the two as of the day, or an empty dossier that says what is missing or too old."""
    held = releases(archive)
    chosen = {table: _chosen([r for r in held if r.table == table], table, as_of.year) for table in _SQL}
    if missing := [table for table, release in chosen.items() if release is None]:
        return Dossier(missing=f"no ingested table of {', '.join(missing)}")
    found = {table: release for table, release in chosen.items() if release is not None}
    if old := [r for t in ("disputes", "events") if (r := found[t]).last < as_of.year - STALE]:
        return Dossier(missing="; ".join(f"{r.dataset} ends in {r.last}" for r in old))
    tables = {table: _asked(archive, table, release.dataset, dyad, as_of) for table, release in found.items()}
    named = (found["disputes"], found["events"])
    return Dossier(tables, tuple(f"{r.dataset} to {r.last}" for r in named))


def _chosen(found: Sequence[Release], table: str, year: int) -> Release | None:
    """The preferred data set, then the earliest that reaches the year before, else the latest there is.

    So a release that comes later and is not needed changes nothing.
    """
    enough = [r for r in found if r.last >= year - 1]
    if enough:
        return min(enough, key=lambda r: (rank(table, r.dataset), r.last, r.dataset))
    return max(found, key=lambda r: (r.last, r.dataset), default=None)


def rank(table: str, dataset: str) -> int:
    """How far down a data set stands in `PREFERRED`, itself or as a version of one: `atop-5.1` as `atop`."""
    order = PREFERRED.get(table, ())
    if dataset in order:
        return order.index(dataset)
    return min((k for k, name in enumerate(order) if dataset.startswith(f"{name}-")), default=len(order))


def _asked(archive: Archive, table: str, dataset: str, dyad: Dyad, as_of: date) -> Table:
    known = {"a": dyad.a, "b": dyad.b, "day": as_of.isoformat(), "year": as_of.year, "dataset": dataset}
    sql = f"SELECT DISTINCT * FROM ({_SQL[table]}) ORDER BY ALL"
    used = {name: value for name, value in known.items() if f"${name}" in sql}
    cursor = archive.connection(table).execute(sql, used)
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    return {name: tuple(row[k] for row in rows) for k, name in enumerate(names)}
