"""What a commentator argues from: weight, force shown, who stands behind whom, who meets and recognises whom.

Shares of the world come from weights.csv, standing facts from facts.csv, conduct from the acts on record. A
year of acts counts only where a source covers it: what nobody watched is not quiet.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from detente.motive.setting import REFUSALS
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.history import History
from detente.world.motives import ProfileLine

MEETINGS = frozenset({"summit", "visit", "talks", "meeting", "phone_call", "family_reunion"})

GREAT = ("USA", "CHN", "RUS", "GBR", "FRA")
"""Powers with a permanent seat in the Security Council (UN Charter, article 23)."""

YEARS = 10
"""Years of 365 days, back from the as-of day, over which conduct is counted."""

WATCHED = 0.9
"""Share of a year's days that must be covered for its count to be known."""

SHOWN = 4
"""Partners of one kind that are named; of more their number is told."""

ECONOMY = "weights.csv: GDP of Anders, Fariss & Markowitz (2020)"
MILITARY = "weights.csv: National Material Capabilities 7, Correlates of War (2024)"

Course = tuple[tuple[str, float], ...]
Span = tuple[date, date]


def profile(history: History, actor: str) -> tuple[ProfileLine, ...]:
    """The lines for the acting state and then for the other; only what is known is said."""
    acts = (*history.acts, *history.around)
    lines: list[ProfileLine] = []
    for state in (actor, history.dyad.other(actor)):
        lines += _weight(history, state)
        lines += _standing(history, state)
        lines += _conduct(history, acts, state)
        lines += _summit(acts, state, history.dyad.other(state))
    return tuple(lines)


def _weight(history: History, state: str) -> list[ProfileLine]:
    """Shares of the world's economy and soldiers, and soldiers for each unit of economy, over time."""
    traits = history.traits
    economy = traits.economy_course.get(state, ())
    military = traits.military_course.get(state, ())
    of_year = dict(military)
    ratio = tuple((year, of_year[year] / share) for year, share in economy if year in of_year and share > 0)
    lines = (
        ("share of the world's economy", economy, _percent, ECONOMY),
        ("share of the world's soldiers", military, _percent, MILITARY),
        ("soldiers for each unit of economic weight", ratio, _two_digits, f"{MILITARY}; {ECONOMY}"),
    )
    return [
        ProfileLine(state, trait, f"{said(course[-1][1])} in {course[-1][0]}", source, _dated(course))
        for trait, course, said, source in lines if course
    ]  # fmt: skip


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %"


def _two_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _dated(course: Iterable[tuple[int, float]]) -> Course:
    return tuple((str(year), value) for year, value in course)


def _standing(history: History, state: str) -> list[ProfileLine]:
    """Nuclear weapons, who stands behind whom, with whom no relations, by whom not recognised."""
    facts = [fact for fact in history.facts if state in (fact.a, fact.b)]
    kinds: tuple[tuple[str, Callable[[Fact], str | None]], ...] = (
        ("nuclear weapons", lambda f: "" if f.fact == "nuclear_weapons" and f.a == state else None),
        ("under the nuclear umbrella of",
         lambda f: f.b if f.fact == "nuclear_umbrella" and f.a == state else None),
        ("holds its nuclear umbrella over",
         lambda f: f.a if f.fact == "nuclear_umbrella" and f.b == state else None),
        ("allied with", lambda f: _partner(f, state) if f.fact == "alliance" else None),
        ("no diplomatic relations with", lambda f: _partner(f, state) if f.fact == "no_relations" else None),
        ("not recognised by", lambda f: f.a if f.fact == "recognition_dispute" and f.b == state else None),
    )  # fmt: skip
    other = history.dyad.other(state)
    lines = (_line_of(state, trait, _found(facts, partner), other) for trait, partner in kinds)
    return [line for line in lines if line is not None]


def _partner(fact: Fact, state: str) -> str | None:
    return fact.b if fact.a == state else fact.a


def _found(facts: Sequence[Fact], partner: Callable[[Fact], str | None]) -> list[tuple[str, Fact]]:
    return [(code, fact) for fact in facts if (code := partner(fact)) is not None]


def _line_of(state: str, trait: str, found: list[tuple[str, Fact]], other: str) -> ProfileLine | None:
    """The other side first, then the great powers, then by age; of many the first few."""
    if not found:
        return None
    rank = {code: place for place, code in enumerate((other, *GREAT))}
    ordered = sorted(found, key=lambda row: (rank.get(row[0], len(rank)), row[1].since or "", row[0]))
    told = [_since(code, fact) for code, fact in ordered[:SHOWN]]
    more = [f"{len(ordered) - SHOWN} more"] if len(ordered) > SHOWN else []
    sources = sorted({source for _, fact in ordered for source in fact.sources})
    return ProfileLine(
        state, trait, ", ".join([*told, *more]), f"facts.csv: {', '.join(sources) or 'dispatch'}"
    )


def _since(code: str, fact: Fact) -> str:
    """ "CHN since 1961", or for a trait without a partner the day."""
    if not fact.since:
        return code or "yes"
    return f"{code} since {fact.since[:4]}" if code else f"since {fact.since}"


def _conduct(history: History, acts: Sequence[Event], state: str) -> list[ProfileLine]:
    other = history.dyad.other(state)
    against = {other, None, *_behind(history, other)} - {state}
    counted = (
        ("days a year of force shown to the other side", False,
         [e for e in acts if e.militarized and e.source == state and e.target in against]),
        ("days a year of talks with the other side", True,
         [e for e in acts if _met(e, state) == other]),
    )  # fmt: skip
    powers = frozenset(GREAT) - {state, other}
    seen = (
        ("talks or visits with other great powers in ten years",
         [e for e in acts if _met(e, state) in powers]),
        ("refusals and sanctions met in ten years",
         [e for e in acts if e.kind in REFUSALS and e.target == state]),
    )  # fmt: skip
    return [
        *(line for trait, peaceful, found in counted
          for line in _counted(history, state, trait, found, _spans(history, acts, peaceful=peaceful))),
        *(line for trait, found in seen for line in _at_least(state, trait, found, history.as_of)),
    ]  # fmt: skip


def _behind(history: History, state: str) -> set[str]:
    """A state's allies and the power whose umbrella it is under: force shown to them is shown to it."""
    facts = (fact for fact in history.facts if fact.b is not None and state in (fact.a, fact.b))
    return {_partner(f, state) or "" for f in facts if f.fact in ("alliance", "nuclear_umbrella")}


def _met(event: Event, state: str) -> str | None:
    """Whom the state met in an act; None if it met nobody."""
    if event.kind not in MEETINGS or state not in (event.source, event.target):
        return None
    return event.target if event.source == state else event.source


def _days(found: Sequence[Event]) -> list[date]:
    """Days, not rows: a feed may report one meeting a hundred times. Acts of no known day are left out."""
    return sorted({e.when.start for e in found if e.when is not None and e.when.precision == "day"})


def _origins(found: Sequence[Event]) -> str:
    return f"acts on record: {', '.join(sorted({e.origin or 'dispatch' for e in found})) or 'none'}"


def _counted(
    history: History, state: str, trait: str, found: Sequence[Event], spans: Sequence[Span]
) -> list[ProfileLine]:
    """Days in each covered year; in one that nobody covers what was seen is the least there was."""
    days, ends = _days(found), [history.as_of - timedelta(days=365 * back) for back in reversed(range(YEARS))]
    course = tuple((end.isoformat(), _within(days, end)) for end in ends if _watched(spans, end) >= WATCHED)
    seen = _within(days, history.as_of)
    if not seen and not any(value for _, value in course):
        return []
    if course and course[-1][0] == history.as_of.isoformat():
        return [ProfileLine(state, trait, f"{seen:.0f}", _origins(found), course)]
    if seen:
        return [ProfileLine(state, trait, f"at least {seen:.0f}", _origins(found))]
    told = f"{course[-1][1]:.0f} in the year to {course[-1][0]}"
    return [ProfileLine(state, trait, told, _origins(found), course)]


def _at_least(state: str, trait: str, found: Sequence[Event], as_of: date) -> list[ProfileLine]:
    """Days on record with others, whom no source is known to cover whole."""
    late = [e for e in found if e.when is not None and 0 <= (as_of - e.when.end).days < 365 * YEARS]
    days = _days(late)
    told = f"at least {len(days)} day{'' if len(days) == 1 else 's'}"
    return [ProfileLine(state, trait, told, _origins(late))] if days else []


def _within(days: Sequence[date], end: date) -> float:
    """How many of the days lie in the 365 days up to `end`."""
    return float(sum(end - timedelta(days=365) < day <= end for day in days))


def _spans(history: History, acts: Sequence[Event], *, peaceful: bool) -> list[Span]:
    """The covered days of the sources that show such acts; many show no `peaceful` ones at all."""
    peaceable = {e.origin for e in acts if e.kind in MEETINGS or e.kind in REFUSALS}
    return [
        (date.fromisoformat(first), date.fromisoformat(last))
        for c in history.coverage if not peaceful or c.source in peaceable
        for first, last in c.spans
    ]  # fmt: skip


def _watched(spans: Sequence[Span], end: date) -> float:
    """The share of the 365 days up to `end` that lies in some span."""
    start = end - timedelta(days=364)
    covered, reached = 0, start
    for first, last in sorted(spans):
        first, last = max(first, reached), min(last, end)
        if first <= last:
            covered += (last - first).days + 1
            reached = last + timedelta(days=1)
    return covered / 365


def _summit(acts: Sequence[Event], state: str, other: str) -> list[ProfileLine]:
    """The last summit with the other side and with a great power."""
    lines = []
    for trait, partners in (
        ("last summit with the other side", frozenset({other})),
        ("last summit with another great power", frozenset(GREAT) - {state, other}),
    ):
        met = [e for e in acts if e.kind == "summit" and e.date and _met(e, state) in partners]
        if met:
            last = max(met, key=lambda e: (e.date or "", _met(e, state) or ""))
            value = f"{last.date}" if trait.endswith("side") else f"{last.date}, {_met(last, state)}"
            lines.append(ProfileLine(state, trait, value, f"acts on record: {last.origin or 'dispatch'}"))
    return lines
