"""How a past episode is like the present crisis, and how not, in words."""

from datetime import date

from detente.scenario.course import Course, as_far_as
from detente.scenario.families import family
from detente.scenario.model import Story, Voice
from detente.world.actor import Dyad
from detente.world.ladder import LADDER

PROMPT, SLOW = 2, 14
"""An answer within so many days is prompt; one after more than `SLOW` days is slow."""

Told = tuple[list[str], list[str]]
"""What is alike, and what is unlike."""


def compared(
    present: Story, voice: Voice, dyad: Dyad, as_of: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is alike and what the episode has instead, the first words about states, course, third parties."""
    alike, unlike = _states(voice, dyad)
    for more in (_courses(present, voice.story), _thirds(present, voice.story)):
        alike += more[0]
        unlike += more[1]
    alike += present.portrait.alike(voice.story.portrait)
    unlike += present.portrait.unlike(voice.story.portrait)
    back = as_of.year - voice.episode.first_day.year
    return tuple(alike), tuple(unlike or [f"it began {back} years ago" if back else "it began this year"])


def _states(voice: Voice, dyad: Dyad) -> Told:
    shared = sorted({dyad.a, dyad.b} & {voice.episode.a, voice.episode.b})
    if len(shared) == 2:
        return ["the same two states"], []
    return ([f"{shared[0]} is in both"], []) if shared else ([], ["other states"])


def _courses(present: Story, past: Story) -> Told:
    """Opening, height and answer of both courses, as far as the present one has come."""
    told: Told = ([], [])
    if present.course:
        so_far = as_far_as(past.course, present.course)
        _openings(told, present.course, past.course)
        _heights(told, present.course, so_far)
        mine, theirs = _answer(present.course, present.cast.opener), _answer(so_far, past.cast.opener)
        told[mine != theirs].append(f"{theirs} in both" if mine == theirs else theirs)
    return told


def _openings(told: Told, mine: Course, theirs: Course) -> None:
    one, other = _opening(mine), _opening(theirs)
    if one == other:
        told[0].append(f"both opened with {_article(other)}")
    elif family(one) == family(other):
        told[0].append(f"both opened with {family(other)}")
    else:
        told[1].append(f"it opened with {_article(other)}")


def _opening(course: Course) -> str:
    return next((move.kind for move in course if move.kind), "")


def _article(kind: str) -> str:
    text = kind.replace("_", " ") or "an act of unknown kind"
    return f"{'an' if text[0] in 'aeiou' else 'a'} {text}" if kind not in _PLURAL else text


_PLURAL = frozenset(
    {"warning_shots", "small_arms_fire", "artillery_fire", "talks", "balloons", "obstruction", "aid",
     "gps_jamming", "ramming", "killing", "demolition", "nuclear_activity"}
)  # fmt: skip
"""Kinds that take no article."""


def _heights(told: Told, mine: Course, so_far: Course) -> None:
    one, other = (max(move.rung for move in course) for course in (mine, so_far))
    name = LADDER[other].name
    told[one != other].append(
        f"both came as high as {name}" if one == other else f"it had come as high as {name} by then"
    )


def _answer(course: Course, opener: str) -> str:
    """How soon the other side first moved."""
    days = [move.day for move in course if move.doer not in ("", opener)]
    if not days:
        return "no answer of one side alone so far"
    if days[0] <= PROMPT:
        return f"the answer came within {PROMPT} days"
    return f"the answer came {'late' if days[0] > SLOW else f'within {SLOW} days'}"


def _thirds(present: Story, past: Story) -> Told:
    """Who stands behind the two sides."""
    mine, theirs = present.cast, past.cast
    same = sorted(mine.third & theirs.third)
    told: Told = ([], [])
    if present.course:
        told[mine.backing != theirs.backing].append(_backing(theirs.backing))
    else:
        told[sum(mine.backing) != sum(theirs.backing)].append(_SIDES[sum(theirs.backing)])
    if same:
        told[0].append(f"{' and '.join(same)} behind a side of both")
    else:
        others = sorted(theirs.third)
        told[bool(others)].extend([f"{' and '.join(others)} behind a side there"] if others else [])
    return told


def _backing(backing: tuple[bool, bool]) -> str:
    return {
        (True, True): "a great power behind either side",
        (True, False): "a great power behind the side that opened",
        (False, True): "a great power behind the side that answered",
        (False, False): "no great power behind either",
    }[backing]


_SIDES = ("no great power behind either", "a great power behind one side", "a great power behind either side")
"""By how many sides have one, where nobody has opened a present crisis."""
