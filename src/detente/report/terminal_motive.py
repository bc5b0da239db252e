"""The fourth room for a terminal: as few lines as its numbers allow."""

from collections.abc import Iterable

from detente.report import words
from detente.report.motive_words import (
    ENDS,
    HEIGHTS,
    assumed,
    at_first,
    bounds,
    caveats,
    chances,
    deepest_fall,
    hoped,
    inspection,
    is_null,
    moved,
    often,
    often_in,
    opening,
    partings,
    places,
    ranked,
    signed,
    stated,
    summed,
    weighed,
    weighing,
    whose,
)
from detente.world.assessment import Assessment
from detente.world.motives import Condition, Deal, LadderNode, Motive, MoveEvidence, ProfileLine

SHOWN_MOVES = 4
SHOWN_PLACES = 4
SHOWN_CHANCES = 3
SHOWN_CONDITIONS = 5


def lines(assessment: Assessment) -> list[str]:
    """The rows of the room, each one thought; what is weak comes first."""
    motive = assessment.motive
    return [
        *_verdict(assessment),
        *caveats(assessment),
        *motive.notes,
        *map(_weight, ranked(motive)),
        *_evidence(assessment),
        *partings(assessment),
        *_ladder(assessment),
        *_ends(assessment),
        *_deal(motive.deal),
        *_profile(assessment),
    ]


def _verdict(assessment: Assessment) -> list[str]:
    motive = assessment.motive
    who = words.name(assessment, motive.actor)
    if motive.undetermined or not motive.weights:
        return [f"{who}: undetermined"]
    return [f"{who}: {ranked(motive)[0].motive}"]


def _weight(m: Motive) -> str:
    """ "  status      38 % (17 % to 59 %)  what it foretells; what was found"."""
    name = f"{m.motive} (null)" if is_null(m.motive) else m.motive
    return f"  {name:<17} {weighing(m.weight, m.low, m.high)}  {m.predicts}; {m.found}"


def _evidence(assessment: Assessment) -> list[str]:
    """The last moves and their sum, in nats against base rates."""
    moves = assessment.motive.evidence
    if not moves:
        return []
    rows = [f"  {_move(assessment, e)}" for e in moves[-SHOWN_MOVES:]]
    total = ", ".join(f"{m} {signed(summed(assessment, m))}" for m in weighed(assessment))
    return [
        "for and against, in nats over base rates:",
        *rows,
        f"  in all ({len(moves)}): {total}",
    ]


def _move(assessment: Assessment, e: MoveEvidence) -> str:
    nats = dict(e.nats)
    each = ", ".join(f"{m} {signed(nats[m])}" for m in weighed(assessment) if m in nats)
    when = words.short_day(e.date, assessment.as_of)
    return f"{when} {moved(assessment, e)} (expected at {words.percent(e.p)}): {each}"


def _ladder(assessment: Assessment) -> list[str]:
    """The places reached most."""
    nodes = [n for _, found in places(assessment.motive) for n in found]
    shown = sorted(nodes, key=lambda n: -n.reached)[:SHOWN_PLACES]
    rows = [f"  {_place(assessment, n)}: {', '.join(chances(n)[:SHOWN_CHANCES])}" for n in shown]
    return ["the ladder today, the likeliest moves:", *rows] if rows else []


def _place(assessment: Assessment, node: LadderNode) -> str:
    who = whose(words.name(assessment, node.mover))
    return f"{HEIGHTS.get(node.at, node.at)}, {who} turn ({often(node.reached)})"


def _ends(assessment: Assessment) -> list[str]:
    told = ", ".join(f"{ENDS.get(e.end, e.end)} {bounds(e.p)}" for e in assessment.motive.ends)
    return [f"the round ends: {told}"] if told else []


def _deal(deal: Deal) -> list[str]:
    """What undid the last one, what is believed of the next, what it would need."""
    failed = "failed: " if deal.failed else ""
    because = f" - {'; '.join(deal.reasons)}" if deal.reasons else ""
    return [
        f"last deal: {failed}{deal.summary}{because}",
        *_hope(deal),
        *(
            f"{opening(w)}; inspection needed: {inspection(w.least)}, borne: {inspection(w.most)}"
            for w in deal.windows
        ),
        *_conditions(deal),
    ]


def _hope(deal: Deal) -> list[str]:
    if not deal.hope:
        return []
    fall = deepest_fall(deal.hope)
    fell = f"; it fell most on {hoped(deal.hope[fall])}" if fall is not None else ""
    return [f"belief that a phased deal would be accepted: {bounds(deal.hope[-1].belief)}{fell}"]


def _conditions(deal: Deal) -> list[str]:
    """The first few; whether they rest on assumptions alone is said once where it holds of all."""
    known = assumed(deal)
    rows = [_condition(c, marked=not known) for c in deal.conditions[:SHOWN_CONDITIONS]]
    more = len(deal.conditions) - len(rows)
    return [*([known] if known else []), *rows, *([f"  and {more} more, see --html"] if more else [])]


def _condition(c: Condition, *, marked: bool) -> str:
    known = ", prior only" if c.prior_only and marked else ""
    return f"  {stated(c)}; holds in {often_in(c.holds)}{known}"


def _profile(assessment: Assessment) -> Iterable[str]:
    """A row for each state."""
    profile = assessment.motive.profile
    for state in dict.fromkeys(line.state for line in profile):
        traits = "; ".join(_trait(line) for line in profile if line.state == state)
        yield f"{words.name(assessment, state)}: {traits}"


def _trait(line: ProfileLine) -> str:
    """ "share of the world's economy 0.038 % in 2015 (0.13 % in 1950)"."""
    first = f" ({at_first(line)})" if len(line.course) > 1 else ""
    return f"{line.trait} {line.value}{first}"
