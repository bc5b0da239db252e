"""The words of numbers: "three hundred and twenty", "two dozen", "sixth"."""

import re

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_THOUSANDS = ("thousand", "million")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth"),
)
ORDINALS = {word: n for n, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
WORD = "|".join(sorted((*SMALL, *SCALES), key=len, reverse=True))
"""One word of a number, as a pattern."""


def words_to_int(words: str) -> int | None:
    """The value of "three hundred and twenty", "two dozen", "a thousand"; None if the words are no number."""
    total, part = 0, 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in SMALL:
            part += SMALL[word]
        elif word in _THOUSANDS:
            total, part = total + max(part, 1) * SCALES[word], 0
        elif word in SCALES:
            part = max(part, 1) * SCALES[word]
        elif word not in ("a", "an", "and"):
            return None
    return total + part


def ordinal_to_int(word: str) -> int | None:
    """The value of "ninth" or "twenty-first"; None if the word is no ordinal."""
    tens, _, last = word.lower().rpartition("-")
    if last not in ORDINALS or (tens and tens not in SMALL):
        return None
    return ORDINALS[last] + (SMALL[tens] if tens else 0)


def is_ordinal(word: str) -> bool:
    """Whether a word is an ordinal ("sixth", "21st")."""
    return ordinal_to_int(word) is not None or bool(re.fullmatch(r"\d{1,3}(?:st|nd|rd|th)", word.lower()))
