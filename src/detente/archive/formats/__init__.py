"""Readers of publishers' formats; a file is told by its columns, not by its name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from detente.archive.formats.alliances import ATOP, ATOP_REDUCED, COW_ALLIANCES, COW_ALLIANCES_REDUCED
from detente.archive.formats.base import Format
from detente.archive.formats.capabilities import NMC
from detente.archive.formats.contiguity import CONTIGUITY_MONTHS, CONTIGUITY_SPELLS, CONTIGUITY_YEARS
from detente.archive.formats.democracy import ISARD, POLITY, VDEM
from detente.archive.formats.distance import DISTANCE_SPELLS, DISTANCE_YEARLY, DISTANCE_YEARLY_GW
from detente.archive.formats.events import ACT, EVENTS
from detente.archive.formats.gml import COW_DYADS, GML_DYADS, GML_PARTICIPANTS
from detente.archive.formats.icews import ICEWS, ICEWS_REDUCED
from detente.archive.formats.mid import MID_DISPUTES, MID_INCIDENTS
from detente.archive.formats.mie import MIE
from detente.archive.formats.nuclear import NUCLEAR
from detente.archive.formats.powers import MAJORS
from detente.archive.formats.provocations import PROVOCATIONS
from detente.archive.formats.ucdp import UCDP_ACD, UCDP_DYADIC
from detente.archive.reader import Input
from detente.world.errors import DataError, FormatUnknown, UsageError

FORMATS = (
    MIE,
    MID_INCIDENTS,
    MID_DISPUTES,
    GML_PARTICIPANTS,
    GML_DYADS,
    COW_DYADS,
    ICEWS,
    ICEWS_REDUCED,
    UCDP_DYADIC,
    UCDP_ACD,
    CONTIGUITY_YEARS,
    CONTIGUITY_MONTHS,
    CONTIGUITY_SPELLS,
    DISTANCE_SPELLS,
    DISTANCE_YEARLY,
    DISTANCE_YEARLY_GW,
    NMC,
    ATOP,
    ATOP_REDUCED,
    COW_ALLIANCES,
    COW_ALLIANCES_REDUCED,
    VDEM,
    ISARD,
    POLITY,
    MAJORS,
    NUCLEAR,
    PROVOCATIONS,
    EVENTS,
)
"""Every format; where columns fit several, the first one is meant."""

NAMES = tuple(dict.fromkeys(entry.name for entry in FORMATS))
"""The names that `ingest` takes."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be turned into one segment, with the companions that add to it."""

    format: Format
    main: Input
    companions: tuple[Input, ...] = ()

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Its files, the main one first."""
        return (self.main, *self.companions)


def plan(name: str, inputs: Sequence[Input]) -> list[Job]:
    """What to make of files: one job for each file that names states, companions joined to it.

    UsageError for a format that does not exist, FormatUnknown for columns of none, DataError for a companion
    without the file that it belongs to, or with files of two formats that it may belong to.
    """
    if name != "auto" and name not in NAMES:
        raise UsageError("no-such-format", f"{name!r} is no format: choose one of auto, {', '.join(NAMES)}")
    formats = [entry for entry in FORMATS if name in ("auto", entry.name)]
    main = [(source, _told(formats, source.columns)) for source in inputs]
    rest = [source for source, entry in main if entry is None]
    jobs = [Job(entry, source, _of(entry, rest)) for source, entry in main if entry is not None]
    _all_used(jobs, rest, formats)
    return jobs


def _told(formats: list[Format], columns: Collection[str]) -> Format | None:
    known = set(columns)
    fits = [entry for entry in formats if entry.columns <= known and not entry.without & known]
    if fits and fits[0] is EVENTS and not known.intersection(ACT):
        return None
    return fits[0] if fits else None


def _of(entry: Format, rest: list[Input]) -> tuple[Input, ...]:
    return tuple(source for source in rest if _companion(entry, source))


def _companion(entry: Format, source: Input) -> bool:
    """Whether a file adds to those of a format: MIDA, too, has all columns of the shorter GML disputes."""
    fits = {other.companion for other in FORMATS if other.companion <= set(source.columns)}
    return bool(entry.companion) and entry.companion == max(fits, key=len)


def _all_used(jobs: list[Job], rest: list[Input], formats: list[Format]) -> None:
    used = {companion.path for job in jobs for companion in job.companions}
    for source in rest:
        if source.path in used:
            _of_one_format(source, jobs)
            continue
        if mates := [entry.what for entry in formats if _companion(entry, source)]:
            message = f"{source.path} names no states: give with it the file of {' or '.join(mates)}"
            raise DataError("companion-alone", message)
        raise FormatUnknown("format-unknown", _unknown(source, formats))


def _of_one_format(source: Input, jobs: list[Job]) -> None:
    takers = dict.fromkeys(job.format.what for job in jobs if source in job.companions)
    if len(takers) > 1:
        message = (
            f"{source.path} may belong to {' or to '.join(takers)}: ingest it with one of them at a time"
        )
        raise DataError("companion-ambiguous", message)


def _unknown(source: Input, formats: list[Format]) -> str:
    found = ", ".join(source.columns[:30]) or "none"
    known = "\n".join(
        f"  {entry.name}: {entry.what}: {', '.join(sorted(entry.columns))}" for entry in formats
    )
    return f"{source.path} has the columns {found}; that is none of the formats known:\n{known}"
