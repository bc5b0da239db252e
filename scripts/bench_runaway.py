"""Hawkes processes: ours and other packages at the same work in one run; `make bench-runaway`.

The packages are installed by this command, each in an environment of its own under `.bench/`, and kept there.
All get the same events. Times are CPU seconds of one thread, the best of several, taken in turn, where not
said otherwise. One row a measure and, as the last line, JSON {measure: {value, peer, ratio, goal, holds}};
misses are in it, and holds is null where a package could not be had. BENCH_LOUD=1 shows what packages print.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from peers import truth
from peers.call import BENCH, OURS, PINS, install
from peers.lines import (
    Answer,
    Line,
    ask,
    at_least,
    at_most,
    between,
    figure,
    line,
    note,
    race,
    seconds,
    times_faster,
    unknown,
)

from detente.backtest.runaway_daily import comparisons, daily, failures
from detente.numerics.hawkes.days_fit import SHORTEST

DATA = BENCH / "data"
SHARED = Path(__file__).parents[2] / "shared/data"
HORIZON, MEMORY, PATHS, PATHS_OF_TICK = 90.0, 40.0, 10_000, 300
"""Days ahead; days of history that tick is given, after which e^-48 of an effect is left; paths."""
REPLICATES = 20
"""Simulated logs of ten years behind each figure of bias and of drift."""
Lines = Iterator[tuple[str, Line]]


def data(kinds: int, events: int) -> str:
    """The file of events that all packages get."""
    return str(truth.written(DATA, kinds, events))


def installed() -> None:
    """Install what is missing, and say what cannot be had."""
    for name in PINS:
        problem = install(name)
        note(f"{name}: {problem or 'installed'}")


def agreement_lines() -> Lines:
    """Relative difference of log-likelihoods at asymmetric parameters; the largest of three sizes."""
    gaps: dict[str, list[float]] = {name: [] for name in PINS}
    for kinds in truth.RADIUS:
        events = data(kinds, 10_000)
        found = race({name: ("likelihood", {"data": events}) for name in (OURS, *PINS)}, rounds=1)
        for name in PINS:
            both = found[OURS], found[name]
            if both[0] and both[1]:
                gaps[name].append(abs(both[0]["value"] / both[1]["value"] - 1))
    for name, found_gaps in gaps.items():
        measure = f"agreement of log-likelihoods with {name}, relative"
        yield measure, at_most(max(found_gaps), 1e-9) if len(found_gaps) == 3 else unknown(1e-9)


def likelihood_lines() -> Lines:
    """Log-likelihood and gradient with free decays: theirs one a kind, ours one for all or as theirs."""
    for kinds, goal in ((2, 5), (10, 6), (50, 8)):
        for events in (100_000, 1_000_000):
            measure = f"log-likelihood and gradient, D = {kinds}, n = {events:.0e}, ns an event"
            yield measure, _likelihood_line(data(kinds, events), goal, "shared")
        yield measure + ", a decay a kind", _likelihood_line(data(kinds, events), goal, "source")


def _likelihood_line(events: str, goal: float, decays: str) -> Line:
    each = 1e9 / np.load(events)["times"].size
    entrants = {
        OURS: ("likelihood", {"data": events, "decays": decays}),
        "hawkes-engine": ("likelihood", {"data": events}),
    }
    ours, theirs = (seconds(one, each) for one in race(entrants, rounds=5, repeats=2).values())
    return times_faster(ours, theirs, goal)


def fit_lines() -> Lines:
    """Maximum likelihood from 100,000 events. hawkes-engine fits a decay a kind, hawkes-rs a shared one."""
    yield from _fit_lines(2, 5, once=False)


def slow_fit_lines() -> Lines:
    """The same with ten kinds; the others take the better part of a minute and are run once."""
    yield from _fit_lines(10, 100, once=True)


def _fit_lines(kinds: int, goal: float, *, once: bool) -> Lines:
    events = data(kinds, 100_000)
    theirs = {name: ("fit", {"data": events}) for name in ("hawkes-engine", "hawkes-rs")}
    apart = race(theirs, rounds=1) if once else {}
    for layout, decays, peers in (
        ("shared decay", "shared", ("hawkes-rs", "hawkes-engine")),
        ("a decay a kind", "source", ("hawkes-engine",)),
    ):
        raced = {} if once else {name: theirs[name] for name in peers}
        found = apart | race({OURS: ("fit", {"data": events, "decays": decays})} | raced)
        ours = found[OURS]
        for name in peers:
            of = f"D = {kinds}, {layout}, against {name}"
            yield f"MLE, n = 1e+05, {of}, seconds", times_faster(seconds(ours), seconds(found[name]), goal)
        yield (
            f"MLE, log-likelihood less theirs, D = {kinds}, {layout}",
            _gain_line(events, ours, found[peers[0]]),
        )
    far = ask(OURS, "radius", data=events, truth=truth.RADIUS[kinds])
    yield f"MLE, radius less truth, D = {kinds}, standard errors", at_most(figure(far, "errors"), 2)


def _gain_line(events: str, ours: Answer | None, theirs: Answer | None) -> Line:
    """By our function at both estimates; a hundredth of a unit counts as equal."""
    mine, other = (_value_at(events, found) for found in (ours, theirs))
    return unknown(-0.01) if mine is None or other is None else at_least(mine - other, -0.01)


def _value_at(events: str, found: Answer | None) -> float | None:
    if found is None:
        return None
    estimates = {key: found[key] for key in ("baseline", "branching", "decays")}
    there = ask(OURS, "value_at", data=events, **estimates)
    if there and abs(there["value"] / found["value"] - 1) > 1e-9:
        note(f"said to have log-likelihood {found['value']}, by ours it is {there['value']}")
    return figure(there, "value")


def memory_lines() -> Lines:
    """What one evaluation holds beyond the events; a tenth of a table of events by kinds is the bound."""
    work = {"data": data(50, 1_000_000)}
    found = {name: ask(name, "memory", **work) for name in (OURS, "tick", "intensify")}
    ours = found[OURS]
    for name in ("tick", "intensify"):
        theirs = found[name]
        yield (
            f"extra memory, D = 50, n = 1e+06, MB, against {name}",
            at_most(figure(ours, "mb"), 40, peer=figure(theirs, "mb")),
        )


def simulation_lines() -> Lines:
    """Million events a second, ours in order of time, theirs in order within each kind."""
    for kinds in (2, 10):
        work = {"data": data(kinds, 10_000), "end": 1e6 / truth.rate(kinds), "seed": 1}
        found = race(dict.fromkeys((OURS, "intensify"), ("simulate", work)), rounds=5)
        ours, theirs = (_speed(one) for one in found.values())
        yield (
            f"exact ordered simulation, D = {kinds}, million events a second",
            times_faster(ours, theirs, 1.5, rate=True),
        )
        windows = ask(OURS, "windows", data=work["data"], end=HORIZON, number=2_000)
        far = _errors(windows, truth.expected(kinds, HORIZON))
        yield f"simulated mean less theory, D = {kinds}, standard errors", at_most(far, 3)


def _speed(found: Answer | None) -> float | None:
    """Million events a second."""
    return None if found is None else found["events"] / found["seconds"] / 1e6


def forward_lines() -> Lines:
    """10,000 paths of 90 days from a history of 10,000 events; tick draws fewer, and its time is scaled."""
    for kinds, goal in ((2, 60), (10, 100)):
        work = {"data": data(kinds, 10_000), "horizon": HORIZON}
        ours_does, tick_does = {"paths": PATHS}, {"memory": MEMORY, "paths": PATHS_OF_TICK}
        found = race({OURS: ("forward", work | ours_does), "tick": ("forward", work | tick_does)}, rounds=3)
        ours, theirs = seconds(found[OURS]), seconds(found["tick"], PATHS / PATHS_OF_TICK)
        yield (
            f"10,000 paths of 90 days from 10,000 events, D = {kinds}, seconds",
            times_faster(ours, theirs, goal),
        )
        both = ask(OURS, "threads", **work, paths=PATHS)
        mean = None if both is None else truth.expected_after(kinds, np.array(both["state"]), HORIZON)
        yield (
            f"mean of paths less theory, D = {kinds}, standard errors",
            at_most(_errors(found[OURS], mean), 3),
        )
        yield f"same bytes by 1 and 2 threads, D = {kinds}", at_least(figure(both, "same"), 1)


def _errors(found: Answer | None, mean: float | None) -> float | None:
    """How far a mean lies from what theory says, in its standard errors."""
    return None if found is None or mean is None else abs(found["mean"] - mean) / found["se"]


def pool_lines() -> Lines:
    """40,000 series of twenty years; memory of the whole process."""
    found = ask(OURS, "pool", pairs=40_000, years=20) or {}
    for measure, key, goal in (
        ("gradient, wall seconds by 2 threads", "gradient_seconds", 0.1),
        ("whole empirical-Bayes fit, CPU seconds of both threads", "fit_cpu_seconds", 60),
        ("resident set at its peak, MB", "peak_mb", 1_000),
    ):
        yield f"40,000 pairs x 20 years, {measure}", at_most(found.get(key), goal)
    far = [
        abs(estimate - true) / error
        for true, estimate, error in zip(
            *(found.get(key, ()) for key in ("truth", "found", "error")), strict=True
        )
    ]
    yield (
        "40,000 pairs x 20 years, law of the pairs less truth, standard errors",
        at_most(max(far, default=None), 3),
    )


def day_stamp_lines() -> Lines:
    """Ratio .6 from ten years of days, the worst of four decays from .15 to 4 a day.

    A median decay at the upper bound of the search is set apart: where the truth lies there too, the
    bound has found it and not the data.
    """
    rows = _rows("runaway_controls", "day_stamp_bias", REPLICATES)
    for kinds in (1, 2):
        of = [row for row in rows if row["kinds"] == kinds]
        ratios = [abs(row["ratio"] - row["true_ratio"]) for row in of]
        yield (
            f"day stamps, D = {kinds}, bias of the branching ratio",
            at_most(max(ratios, default=None), 0.02),
        )
        inside = [row for row in of if row["decay"] * SHORTEST < 1 - 1e-6]
        decays = [abs(row["decay"] / row["true_decay"] - 1) for row in inside]
        yield (
            f"day stamps, D = {kinds}, relative error of the decay",
            at_most(max(decays, default=None), 0.15),
        )
        for row in of:
            if row not in inside:
                measure = (
                    f"day stamps, D = {kinds}, decay {row['true_decay']:g} a day found at the search's bound"
                )
                yield measure, line(row["decay"], None, None, None, None)


def drift_lines() -> Lines:
    """Ratios found where nothing excites anything; the peer is our own model under a constant baseline.

    A level that wanders as fast as the memory has no goal: no model of days can tell it from excitation.
    """
    rows = _rows("runaway_controls", "drift_control", REPLICATES)
    found = {row["shape"]: row for row in rows if row["true_ratio"] == 0}
    for shape, goal in (("cycle", 0.05), ("trend", 0.05), ("step", 0.15), ("wandering", None)):
        value, naive = (figure(found.get(shape), key) for key in ("drifting", "constant"))
        yield (
            f"negative control without excitation, branching ratio, {shape}",
            at_most(value, goal, peer=naive),
        )


def coverage_lines() -> Lines:
    """Coverage of 95 % intervals of the ratio from about 150 and 550 events, 500 runs."""
    found = {row["true_ratio"]: row for row in _rows("runaway_controls", "interval_coverage", 500)}
    for ratio in (0.6, 0.9):
        covered = figure(found.get(ratio), "covered")
        yield f"coverage of 95 % intervals, ratio {ratio}", between(covered, 0.93, 0.97)


def pool_coverage_lines() -> Lines:
    """Coverage of the 90 % intervals of series with 3 to 30 event days, 500 runs."""
    found = {row["form"]: row for row in _rows("runaway_pool", "pool_coverage", 500)}
    for form in ("days", "counts"):
        for of in ("level", "ratio"):
            covered = figure(found.get(form), of)
            yield f"coverage of pooled 90 % intervals, {form}, {of}", between(covered, 0.87, 0.93)


def _rows(module: str, check: str, number: int) -> list[Answer]:
    """The rows of a check by simulation, none where it failed."""
    found = ask(OURS, "figures", module=module, of=check, number=number)
    rows: list[Answer] = [] if found is None else found["rows"]
    return rows


def mie_lines() -> Lines:
    """Is tomorrow an event-day? Every day of twenty years, rolling; the peer is the best discounted rate."""
    if not SHARED.is_dir():
        note(f"no {SHARED}: the Militarized Interstate Events are not at hand")
        return
    years = range(1990, 2010)
    found = daily(SHARED, years, note)
    best, *_, kinds, both = comparisons(found, years)
    yield "MIE: log score per event-day", at_most(best.value, 4.60, peer=best.baseline_value)
    for name, row in (("days", best), ("who and how grave", kinds), ("both", both)):
        yield (
            f"MIE: {name}, ours less the best plain one, upper bound of 95 %",
            at_most(row.difference.high, 0.0),
        )
    note("\n".join(failures(found)))


Section = Callable[[], Lines]
SECTIONS: dict[str, Section] = {
    "agreement": agreement_lines,
    "likelihood": likelihood_lines,
    "fit": fit_lines,
    "fit-slow": slow_fit_lines,
    "memory": memory_lines,
    "simulation": simulation_lines,
    "forward": forward_lines,
    "pool": pool_lines,
    "day-stamps": day_stamp_lines,
    "drift": drift_lines,
    "coverage": coverage_lines,
    "pool-coverage": pool_coverage_lines,
    "mie": mie_lines,
}


MINUTES = {"fit-slow", "pool", "day-stamps", "drift"}
HOURS = {"coverage", "pool-coverage"}


def row(measure: str, found: Line) -> str:
    """One line of the table, for people."""
    said = {True: "holds", False: "MISSED", None: "not compared"}[found["holds"]]
    columns = [found[key] for key in ("value", "peer", "ratio", "goal")]
    value, peer, ratio, goal = ("-" if one is None else f"{one:g}" for one in columns)
    return f"{measure:<78} {value:>10} {peer:>10} {ratio:>8} {goal:>8}  {said}"


def chosen() -> list[str]:
    """The names of the sections that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"leave out {', '.join(sorted(MINUTES))}")
    parser.add_argument("--slow", action="store_true", help=f"also run {', '.join(sorted(HOURS))}")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, help="run these sections alone")
    options = parser.parse_args()
    left_out = (MINUTES if options.quick else set()) | (set() if options.slow else HOURS)
    return options.only or [name for name in SECTIONS if name not in left_out]


def main() -> None:
    """Run the sections asked for, all but the slowest by default."""
    sections = chosen()
    installed()
    print(f"{'':<78} {'ours':>10} {'peer':>10} {'ratio':>8} {'goal':>8}", flush=True)
    result: dict[str, Line] = {}
    for name in sections:
        note(name)
        for measure, found in SECTIONS[name]():
            print(row(measure, found), flush=True)
            result[measure] = found
    print(json.dumps(result))


if __name__ == "__main__":
    main()
