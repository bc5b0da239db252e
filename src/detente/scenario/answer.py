"""Have we been here before? The phase, the nearest past episodes, what followed."""

from collections.abc import Sequence
from datetime import date

from detente.scenario.cycle import Standing, chain_of
from detente.scenario.model import Choice, Story, Voice, effective_number, ranked, weights, years_back
from detente.scenario.outcomes import followed, outcome_sets
from detente.scenario.own import own_episodes
from detente.scenario.phase import Phase, phase
from detente.scenario.shown import shown
from detente.world.answers import Scenario
from detente.world.history import History
from detente.world.record import Record


def answer(record: Record, history: History, *, seed: int = 0) -> Scenario:  # noqa: ARG001
    """The nearest closed episodes of any pair as of the history's day; `seed` is unused, nothing is drawn."""
    known = history.with_record(record)
    card = known.parameters.get("scenario", {})
    present = Story.of_present(known)
    voices, weight = _voices(present, known)
    cycle = _standing(known)
    now = _named(known, cycle)
    return Scenario(
        phase=now.name,
        phase_why=now.why,
        analogues=shown(present, voices, weight, known),
        informative=bool(card.get("informative", False)),
        n_eff=effective_number(weight),
        followed=followed(voices, weight),
        present=tuple(move[:3] for move in present.course),
        notes=_notes(voices, present, card.get("statement", "")),
        outcomes=outcome_sets(voices, weight, card),
        phases=cycle.lines() if cycle else (),
        since=cycle.since if cycle else None,
        remaining=cycle.remaining() if cycle else None,
        next_phases=cycle.next_phases() if cycle else (),
    )


def _voices(present: Story, history: History) -> tuple[list[Voice], list[float]]:
    """All past episodes, the most alike first, and their weights."""
    choice = Choice.of(history.parameters.get("scenario", {}))
    episodes = (*history.episodes, *own_episodes(history))
    voices = ranked(present, history.dyad, episodes, choice)
    years = [years_back(v.episode, history.as_of) for v in voices]
    return voices, weights([v.similarity for v in voices], years, choice)


def _standing(history: History) -> Standing | None:
    """Where the pair stands in the learned cycle; None without a fitted one or without covered months."""
    chain = chain_of(history.parameters.get("scenario", {}))
    covered = [(date.fromisoformat(a), date.fromisoformat(b)) for c in history.coverage for a, b in c.spans]
    if chain is None or not covered:
        return None
    cycle = Standing.of(chain, history.acts, history.as_of, covered)
    return cycle if cycle.known else None


def _named(history: History, cycle: Standing | None) -> Phase:
    """The learned name where it was shown to foretell better than the rules; a war is named by the rules."""
    rules = phase(history.acts, history.as_of)
    tested = history.parameters.get("scenario", {}).get("phases", {}).get("names", False)
    if cycle is None or not tested or rules.name == "war":
        return rules
    likeliest = cycle.lines()[0]
    also = "" if rules.name == likeliest.phase else f"; by plain rules: {rules.name}"
    return Phase(
        likeliest.phase,
        f"{min(likeliest.p, 0.99):.0%} by the learned cycle, since {cycle.since}; {rules.why}{also}",
    )


def _notes(voices: Sequence[Voice], present: Story, statement: str) -> tuple[str, ...]:
    notes = [statement] if statement else []
    if not present.course:
        notes.append("no running crisis is recorded: episodes are ranked by states and third parties alone")
    if len(voices) < 5:
        notes.append(f"only {len(voices)} episodes had ended by this day")
    return tuple(notes)
