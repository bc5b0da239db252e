"""North and South without an article or as adjectives, where a text names such a pair of states."""

import re
from collections.abc import Iterator, Mapping, Sequence

from detente.record.classes import CLASSES
from detente.record.wordlist import words

_WORD = re.compile(
    r"\b(North|South|north|south|Northern|Southern|northern|southern)(?:'s|’s|ers?)?\b(?: (\w+)(?: (\w+))?)?"
)
_MORE = words(
    "leader side message capital command dead government regime ruler delegation negotiator president "
    "torpedo patrol navy air spokesman ministry officials troops soldiers sailors boats vessels ships "
    "forces guards marines territory soil half neighbour neighbor waters warships jets planes islands "
    "warship fishing official police coast media radio"
)
_THINGS = CLASSES["TROOPS"] | CLASSES["SHIP"] | CLASSES["AIRCRAFT"] | CLASSES["PERSON"] | _MORE


def compass_mentions(
    text: str, taken: Sequence[tuple[int, int]], codes: Mapping[str, str]
) -> Iterator[tuple[int, int, str]]:
    """(start, end, code) of the words that stand for one of two states; `codes` maps north and south."""
    spans, k = sorted(taken), 0
    for match in _WORD.finditer(text):
        while k < len(spans) and spans[k][1] <= match.start(1):
            k += 1
        free = k == len(spans) or spans[k][0] >= match.end(1)
        side = match[1].lower()[:5]
        if free and side in codes and _means_state(text, match):
            yield match.start(1), match.end(1), codes[side]


def _means_state(text: str, match: re.Match[str]) -> bool:
    word, following = match[1], match[2] or ""
    if len(word) > 5:
        return following.lower() in _THINGS
    joined = following == "and" and (match[3] or "").lower() in ("south", "north")
    before = text[max(0, match.start() - 12) : match.start()].rstrip().lower()
    if joined or before.endswith(("north and", "south and")):
        return True
    if word[0].islower():
        return False
    return not following[:1].isupper() and not before.endswith(("the", "to", "east", "west"))
