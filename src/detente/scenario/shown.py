"""Which past episodes are shown, and what is told of each."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from detente.scenario.model import Story, Voice
from detente.scenario.outcomes import killed
from detente.scenario.own import OWN
from detente.scenario.words import compared
from detente.world.actor import Dyad
from detente.world.answers import Analogue
from detente.world.episode import Episode
from detente.world.history import History
from detente.world.ladder import LADDER

SHOWN = 10
"""How many are shown, the counter-example apart."""

PER_PAIR = 6
"""How many of one pair at most."""

RUNS = 2
"""How many of these at most are runs of recorded acts, of which no account is told."""

ELSEWHERE = 2
"""How many at least share no state with the present pair."""


def shown(
    present: Story, voices: Sequence[Voice], weight: Sequence[float], history: History
) -> tuple[Analogue, ...]:
    """The nearest of some variety, then a counter-example if there is none among them."""
    nearest = chosen(voices, history.dyad)
    counter = _counter_example(nearest, voices)
    share = {v.episode.id: w / sum(weight) for v, w in zip(voices, weight, strict=True)}
    told = nearest if counter is None or counter in nearest else [*nearest, counter]
    return tuple(_analogue(v, present, history, share[v.episode.id], v is counter) for v in told)


def chosen(voices: Sequence[Voice], dyad: Dyad) -> list[Voice]:
    """The `SHOWN` nearest of voices in order, within the limits on pairs, runs and others."""
    capped = _limited(_limited(voices, RUNS, _is_run), PER_PAIR, lambda episode: episode.dyad)
    away = [v for v in capped if _elsewhere(v.episode, dyad)][:ELSEWHERE]
    rest = [v for v in capped if v not in away][: SHOWN - len(away)]
    return [v for v in capped if v in away or v in rest]


def _limited(voices: Sequence[Voice], most: int, group: Callable[[Episode], Hashable]) -> list[Voice]:
    """The voices without those after the first `most` of a group; None is no group."""
    met: Counter[Hashable] = Counter()
    kept = []
    for voice in voices:
        key = group(voice.episode)
        met[key] += 1
        if key is None or met[key] <= most:
            kept.append(voice)
    return kept


def _is_run(episode: Episode) -> bool | None:
    return True if episode.id.startswith(OWN) else None


def _elsewhere(episode: Episode, dyad: Dyad) -> bool:
    return episode.a not in dyad and episode.b not in dyad


def _counter_example(shown: Sequence[Voice], voices: Sequence[Voice]) -> Voice | None:
    """The nearest episode that was followed by a death where most of those shown were not, or the reverse."""
    fatal = [killed(v.episode) for v in shown]
    usual = sum(fatal) * 2 > len(fatal)
    return next((v for v in voices if killed(v.episode) != usual), None)


def _analogue(voice: Voice, present: Story, history: History, weight: float, counter: bool) -> Analogue:
    episode = voice.episode
    alike, unlike = compared(present, voice, history.dyad, history.as_of)
    return Analogue(
        pair=(episode.a, episode.b),
        name=episode.name,
        start=episode.start,
        end=episode.end,
        similarity=voice.similarity,
        alike=alike,
        unlike=unlike,
        followed=_in_words(episode),
        sources=episode.sources,
        worst_within=episode.within,
        steps=tuple(move[:3] for move in voice.story.course),
        counter_example=counter,
        likeness=voice.likeness,
        weight=weight,
        third_parties=tuple(sorted(voice.story.cast.third)),
    )


def _in_words(episode: Episode) -> str:
    year = episode.within[2]
    worst = "" if year is None else f"; within a year of its start at worst: {LADDER[year].name}"
    return f"{episode.note.rstrip('.')}{worst}"
