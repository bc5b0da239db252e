"""Have we been here before? The nearest past episodes, how they are alike and not, what followed."""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.numerics.beta import jeffreys
from detente.scenario.model import (
    Course,
    H,
    Portrait,
    effective_number,
    episode_course,
    likeness,
    opener_of,
    present_course,
    weights,
)
from detente.scenario.phase import phase
from detente.world.actor import Dyad
from detente.world.answers import Analogue, BaseRate, Scenario
from detente.world.episode import HORIZONS, Episode
from detente.world.history import History
from detente.world.ladder import LADDER
from detente.world.record import Record

SHOWN = 8
PER_PAIR = 4
OUTCOMES = (("fatal", 7), ("war", 8))
REFERENCE = "episodes like this"
SOURCE = "detente:episodes"


@dataclass(frozen=True, slots=True)
class _Voice:
    episode: Episode
    similarity: float
    portrait: Portrait


def answer(record: Record, history: History, *, seed: int = 0) -> Scenario:  # noqa: ARG001
    """The nearest closed episodes of any pair as of the history's day; `seed` is unused, nothing is drawn."""
    known = history.with_record(record)
    present = present_course(known.acts, history.as_of)
    mine = Portrait.of(history.traits, bool(history.traits.umbrella))
    voices = _ranked(history, present, mine)
    card = history.parameters.get("scenario", {})
    weight = weights([v.similarity for v in voices], float(card.get("bandwidth", H)))
    now = phase(known.acts, history.as_of)
    return Scenario(
        phase=now.name,
        phase_why=now.why,
        analogues=_shown(voices, history.dyad, mine),
        informative=bool(card.get("informative", False)),
        n_eff=effective_number(weight),
        followed=_followed(voices, weight),
        present=present,
        notes=_notes(voices, present, card.get("statement", "")),
    )


def _ranked(history: History, present: Course, mine: Portrait) -> list[_Voice]:
    opener = opener_of(present, history.dyad)
    voices = []
    for episode in history.episodes:
        portrait = Portrait.of_episode(episode)
        course = likeness(present, opener, episode) if present else mine.likeness(portrait)
        voices.append(_Voice(episode, (course + mine.likeness(portrait)) / 2, portrait))
    return sorted(voices, key=lambda v: _order(v, history.dyad))


def _order(voice: _Voice, dyad: Dyad) -> tuple[float, bool, int, str]:
    """The most alike first; among equals the same two states, then the latest."""
    episode = voice.episode
    return -voice.similarity, episode.dyad != dyad, -episode.first_day.toordinal(), episode.id


def _shown(voices: Sequence[_Voice], dyad: Dyad, mine: Portrait) -> tuple[Analogue, ...]:
    """The nearest, at most `PER_PAIR` of one pair, with a counter-example among or after them."""
    chosen: list[_Voice] = []
    for voice in voices:
        if sum(v.episode.dyad == voice.episode.dyad for v in chosen) < PER_PAIR and len(chosen) < SHOWN:
            chosen.append(voice)
    counter = _counter_example(chosen, voices)
    if counter is not None and counter not in chosen:
        chosen.append(counter)
    return tuple(_analogue(v, dyad, mine, v is counter) for v in chosen)


def _counter_example(chosen: Sequence[_Voice], voices: Sequence[_Voice]) -> _Voice | None:
    """The nearest episode that was followed by a death where most of those shown were not, or the reverse."""
    fatal = [_killed(v.episode) for v in chosen]
    usual = sum(fatal) * 2 > len(fatal)
    return next((v for v in voices if _killed(v.episode) != usual), None)


def _killed(episode: Episode) -> bool:
    """Whether somebody was killed within a year of the opening, or in the episode where that is not known."""
    year = episode.within[2]
    return (episode.peak if year is None else year) >= 7


def _analogue(voice: _Voice, dyad: Dyad, mine: Portrait, counter: bool) -> Analogue:
    episode = voice.episode
    same = ("the same two states",) if episode.dyad == dyad else ()
    other = () if same else ("other states",)
    return Analogue(
        pair=(episode.a, episode.b),
        name=episode.name,
        start=episode.start,
        end=episode.end,
        similarity=voice.similarity,
        alike=(*same, *mine.alike(voice.portrait)),
        unlike=(*other, *mine.unlike(voice.portrait)) or ("nothing that is compared here",),
        followed=_in_words(episode),
        sources=episode.sources,
        worst_within=episode.within,
        steps=episode_course(episode),
        counter_example=counter,
    )


def _in_words(episode: Episode) -> str:
    year = episode.within[2]
    worst = "" if year is None else f"; within a year of its start at worst: {LADDER[year].name}"
    return f"{episode.note.rstrip('.')}{worst}"


def _followed(voices: Sequence[_Voice], weight: Sequence[float]) -> tuple[BaseRate, ...]:
    """Weighted shares of outcomes, Jeffreys intervals on the effective number of episodes."""
    asked = [(target, rung, i) for target, rung in OUTCOMES for i in range(len(HORIZONS))]
    counts = [_counted(voices, weight, rung, i) for _, rung, i in asked]
    lows, highs = jeffreys([k for k, _ in counts], [n for _, n in counts])
    return tuple(
        BaseRate(REFERENCE, target, HORIZONS[i], n, k, (k + 0.5) / (n + 1.0), float(low), float(high), SOURCE)
        for (target, _, i), (k, n), low, high in zip(asked, counts, lows, highs, strict=True)
    )


def _counted(voices: Sequence[_Voice], weight: Sequence[float], rung: int, i: int) -> tuple[float, float]:
    """Of the effective number n of episodes with a known outcome by horizon i, k came to `rung`; (k, n)."""
    pairs = zip(weight, (v.episode.within[i] for v in voices), strict=True)
    known = [(w, worst) for w, worst in pairs if worst is not None]
    n, total = effective_number([w for w, _ in known]), sum(w for w, _ in known)
    hits = sum(w for w, worst in known if worst >= rung)
    return (n * hits / total if total else 0.0), n


def _notes(voices: Sequence[_Voice], present: Course, statement: str) -> tuple[str, ...]:
    notes = [statement] if statement else []
    if not present:
        notes.append("no running crisis is recorded: episodes are ranked by what the states are like alone")
    if len(voices) < 5:
        notes.append(f"only {len(voices)} episodes had ended by this day")
    return tuple(notes)
