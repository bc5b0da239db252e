"""Which sentences are worth parsing: those with a word of action, near a state."""

import re
from collections.abc import Iterator, Sequence

from detente.record.gazetteer import Mention
from detente.record.topics import off_topic_sentence
from detente.record.triggers import known_words
from detente.record.words import lemma

_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
_REACH = 2
"""Sentences after one that names a state in which "it" and "both sides" may still mean it."""


def relevant(
    text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention], after: int
) -> Iterator[tuple[int, tuple[int, int]]]:
    """(number, span) of the sentences to read; the dateline, which ends at `after`, is left out."""
    triggers, k, last = known_words(), 0, -_REACH - 1
    for number, (start, end) in enumerate(spans):
        while k < len(mentions) and mentions[k].start < start:
            k += 1
        if k < len(mentions) and mentions[k].start < end:
            last = number
        if number - last > _REACH:
            continue
        begin = max(start, after) if start < after < end else start
        forms = [word.lower() for word in _WORD.findall(text, begin, end)]
        words = [*forms, *(form.removesuffix("s") for form in forms), *map(lemma, forms)]
        if not triggers.isdisjoint(words) and not off_topic_sentence(words):
            yield number, (begin, end)
