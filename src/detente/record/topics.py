"""Texts that speak of war but are about sport, the screen, books, markets, nature, the past or a trial."""

import re
from collections.abc import Sequence

from detente.record.classes import BOOKS, CLASSES, COURT, MARKET, NATURE, PAST, SCREEN, SPORT
from detente.record.words import lemma

_TOPICS = (SPORT, SCREEN, MARKET, BOOKS, NATURE, PAST, COURT)
_STRONG = (4, 0.035)
_WEAK = (3, 0.022)
"""Least number of different words of a topic, and least share of all words; weak where arms are hardly named.

Set on the train and development folds of the corpus, where no dispatch about states reaches them.
"""
_ARMED = 0.04
_ARMS: frozenset[str] = frozenset().union(
    *(
        CLASSES[name]
        for name in ("MISSILE", "AIRCRAFT", "SHIP", "TROOPS", "WEAPON", "TREATY", "TALKS", "ENVOY", "BORDER")
    ),
    CLASSES["SANCTIONS"],
)


def off_topic(text: str) -> bool:
    """Whether the whole text is about something else, by how many of its words it uses."""
    words = [lemma(word) for word in re.findall(r"[a-z][a-z-]+", text[:20_000].lower())]
    if not words:
        return False
    armed = sum(word in _ARMS for word in words) / len(words)
    many, share = _STRONG if armed >= _ARMED else _WEAK
    return any(
        len(set(words) & topic) >= many and sum(word in topic for word in words) >= share * len(words)
        for topic in _TOPICS
    )


def off_topic_sentence(words: Sequence[str]) -> bool:
    """Whether one sentence holds three words of one such field."""
    found = set(words)
    return any(len(found & topic) >= 3 for topic in (SPORT, SCREEN, MARKET))
