"""The brief for a terminal: plain text, 112 columns at most, the five questions in their order."""

import textwrap
from collections.abc import Iterable

from detente.report import forecast_lines, scenario_words, terminal_motive, terminal_runaway, words
from detente.world.assessment import Assessment
from detente.world.estimate import TARGETS, Estimate, frequency
from detente.world.record import Record

WIDTH = 112
INDENT = 19
SHOWN_EVENTS = 12
SHOWN_EPISODES = 10
TITLES = {
    "record": "1 What happened",
    "forecast": "2 Is this war?",
    "scenario": "3 Seen before?",
    "motive": "4 Why?",
    "runaway": "5 Out of hand?",
}


def brief(assessment: Assessment) -> str:
    """The whole brief."""
    assessment = words.readable(assessment)
    lines = [words.title(assessment), assessment.verdict.headline, *_odds(assessment)]
    for room in TITLES:
        lines += ["", section(assessment, room)]
    lines += [
        "",
        *_block("Coverage", _coverage(assessment)),
        *_block("Would change it", _changes(assessment)),
    ]
    lines += _block("Assessment", [f"{assessment.id[:16]}, detente {assessment.provenance.version}"])
    return "\n".join(lines)


def section(assessment: Assessment, room: str) -> str:
    """One room's part of the brief."""
    assessment = words.readable(assessment)
    rows = {
        "record": _record,
        "forecast": _forecast,
        "scenario": _scenario,
        "motive": terminal_motive.lines,
        "runaway": terminal_runaway.lines,
    }[room](assessment)
    return "\n".join(_block(TITLES[room], rows))


def record_lines(record: Record) -> list[str]:
    """A record alone, for `detente record` without --json."""
    head = f"{record.dispatch or 'dispatch'}: {'-'.join(record.pair or ('no pair',))}, as of {record.as_of}"
    rows = [
        f"  {e.date or 'undated':<10} {e.status:<12} {e.source or '-':>4} > {e.target or '-':<4} "
        f"{e.kind:<20} {'' if e.count is None else e.count:>4}  {words.safe(e.quote or '')!r}"
        for e in record.events
    ]
    return [head, *rows, *(f"  note: {words.safe(note)}" for note in record.notes)]


def _block(label: str, rows: Iterable[str]) -> list[str]:
    """Rows beside a label, wrapped with a hanging indent; columns inside a row are kept."""
    lines: list[str] = []
    for row in rows:
        lead = f"{label:<{INDENT}}" if not lines else " " * INDENT
        hang = " " * (INDENT + len(row) - len(row.lstrip()) + 2)
        lines += textwrap.wrap(lead + words.safe(row), WIDTH, subsequent_indent=hang, drop_whitespace=True,
                               replace_whitespace=False) or [lead.rstrip()]  # fmt: skip
    return lines


def _odds(assessment: Assessment) -> list[str]:
    forecast = assessment.forecast
    war, act, fatal = (forecast.estimate(*key) for key in (("war", 365), ("incident", 30), ("fatal", 365)))
    text = (
        f"Another militarized act within 30 days: {frequency(act.p)}. "
        f"A fatal clash within a year: {frequency(fatal.p)} "
        f"({frequency(fatal.low)} to {frequency(fatal.high)})."
    )
    return textwrap.wrap(f"War within a year: {words.headline(war, usual=True)}", WIDTH) + textwrap.wrap(
        text, WIDTH
    )


def _record(assessment: Assessment) -> list[str]:
    order = {"actual": 0, "historical": 1, "hypothetical": 2, "denied": 3}
    events = sorted(assessment.record.events, key=lambda e: order[e.status])
    rows = [
        f"{words.short_day(e.date, assessment.as_of):<11} {words.deed(assessment, e)}"
        + (f'  "{words.safe(e.quote)}"' if e.quote else "")
        for e in events[:SHOWN_EVENTS]
    ]
    if len(events) > SHOWN_EVENTS:
        rows.append(f"and {len(events) - SHOWN_EVENTS} more, see --json")
    if not events:
        rows.append("no act between states is recorded in this dispatch")
    facts = "; ".join(words.standing(assessment))
    return rows + ([f"standing: {facts}"] if facts else []) + [f"note: {n}" for n in assessment.record.notes]


def _forecast(assessment: Assessment) -> list[str]:
    forecast = assessment.forecast
    rows = [f"{'':<9}{'30 days':<19}{'90 days':<19}{'365 days':<19}{'usual':<8}in words, 365 days"]
    for target in TARGETS:
        cells = [forecast.estimate(target, days) for days in (30, 90, 365)]
        text = "".join(f"{_cell(e):<19}" for e in cells)
        rows.append(f"{target:<9}{text}{words.percent(cells[-1].base_rate):<8}{cells[-1].words}")
    if forecast.prior_only:
        rows.append("prior only: nothing but the base rates of other pairs was known")
    return rows + _outside(assessment) + forecast_lines.lines(assessment) + list(forecast.notes)


def _cell(estimate: Estimate) -> str:
    """ "0.52 % (0.08-1.1)"."""
    low, high = (words.percent(bound).removesuffix(" %") for bound in (estimate.low, estimate.high))
    return f"{words.percent(estimate.p)} ({low}-{high})"


def _outside(assessment: Assessment) -> list[str]:
    """The nested reference classes of a war within a year, and the steps from them to the answer."""
    rates = [r for r in assessment.forecast.base_rates if (r.target, r.days) == ("war", 365)]
    shared = {r.reference.rpartition(": ")[0] for r in rates}
    rows = [f"outside view of a war within a year, {'; '.join(sorted(shared)) or 'no class'}:"]
    rows += [
        f"  {r.reference.rpartition(': ')[2]}: {r.k:.3g} of {r.n:.4g} "
        f"({words.percent(r.low)} to {words.percent(r.high)})"
        for r in rates
    ]
    steps = [s for s in assessment.forecast.shifts if (s.target, s.days) == ("war", 365) and s.log_odds]
    rows += [f"  then {s.reason}: {words.percent(s.before)} to {words.percent(s.after)}" for s in steps]
    return rows if rates else []


def _scenario(assessment: Assessment) -> list[str]:
    scenario = assessment.scenario
    rows = [f"phase: {scenario.phase} ({scenario.phase_why})", *scenario_words.cycle(scenario)]
    shown = [a for a in scenario.analogues[:SHOWN_EPISODES] if not a.counter_example]
    for a in (*shown, *(a for a in scenario.analogues if a.counter_example)):
        counter = "COUNTER-EXAMPLE: " if a.counter_example else ""
        rows.append(f"{counter}{scenario_words.title(a)}, {scenario_words.likeness(a)}")
        rows.append(f"  alike: {', '.join(a.alike[:3]) or 'little'}; not: {', '.join(a.unlike[:2])}")
        rows.append(f"  followed: {a.followed} [{', '.join(a.sources)}]")
    rows += scenario_words.outcomes(scenario)
    tested = "tested informative" if scenario.informative else "not informative by the shipped test"
    rows.append(f"effective number of episodes: {scenario.n_eff:.1f}; {tested}")
    return rows + list(scenario.notes)


def _coverage(assessment: Assessment) -> list[str]:
    return [
        (
            f"{c.source}: {c.what}, {c.since or '?'} to {c.until or '?'}, {c.events} acts"
            if c.since
            else c.source
        )
        + (f"; {c.gap}" if c.gap else "")
        for c in assessment.coverage
    ] or ["no source covers this pair"]


def _changes(assessment: Assessment) -> list[str]:
    return [
        f"{c.event}: {c.target} within {c.days} days {frequency(c.p)} (x {words.multiple(c.ratio)})"
        for c in assessment.would_change
    ]
