"""Texts that speak of war but are about sport, the screen or markets."""

import re
from collections.abc import Sequence

from detente.record.classes import MARKET, SCREEN, SPORT
from detente.record.words import lemma

_TOPICS = (SPORT, SCREEN, MARKET)
_MANY = 4
_SHARE = 0.035


def off_topic(text: str) -> bool:
    """Whether the whole text is about sport, a film or markets, by how many of their words it uses."""
    words = [lemma(word) for word in re.findall(r"[A-Za-z][a-z-]+", text[:20_000])]
    return any(
        len(set(words) & topic) >= _MANY and sum(word in topic for word in words) >= _SHARE * len(words)
        for topic in _TOPICS
    )


def off_topic_sentence(words: Sequence[str]) -> bool:
    """Whether one sentence holds three words of one such field."""
    found = set(words)
    return any(len(found & topic) >= 3 for topic in _TOPICS)
