"""Counts in news prose: "23", "at least 23", "nearly two dozen", "more than 1,000"; ordinals count one."""

import re
from dataclasses import dataclass

from detente.record.wordlist import words

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_SMALL = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_ORDINALS = words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth"
)

_WORD = "|".join(sorted((*_SMALL, *_SCALES), key=len, reverse=True))
_HEAD = (
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:[ -](?P<scale>hundred|thousand|million|dozen))?"
    rf"|(?P<half>half a|half-a|an?|a couple of|a pair of) (?P<unit>dozen|score|hundred|thousand|million)\b"
    r"|(?P<two>a pair of|a couple of|both)\b"
    rf"|(?P<words>(?:{_WORD})(?:[ -](?:and )?(?:{_WORD}))*)\b"
)
_NUMBER = re.compile(rf"(?<![\w.,$£€/-])(?:{_HEAD})(?! ?%|\w|[.,:/]\d|-?(?:mm|cm|km|kg)\b)", re.IGNORECASE)

_QUALIFIERS = (
    (">=", ("at least", "no fewer than", "not fewer than", "no less than", "a minimum of")),
    (">", ("more than", "over", "upwards of", "in excess of", "above")),
    ("<", ("fewer than", "less than", "under", "up to", "at most", "as many as")),
    (
        "~",
        (
            "about",
            "around",
            "some",
            "nearly",
            "almost",
            "roughly",
            "approximately",
            "close to",
            "an estimated",
            "estimated",
            "perhaps",
            "probably",
            "a reported",
        ),
    ),
)
_AFTER = re.compile(r"\s*(?:or so|or more|or thereabouts)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A number at characters [start, end) of a text; `qualifier` is one of >=, >, <, ~ or None."""

    start: int
    end: int
    value: int
    qualifier: str | None


def find_counts(text: str, base: int = 0) -> tuple[Count, ...]:
    """All whole numbers of a sentence in order, offsets raised by `base`; percentages are left out."""
    found = (_count(text, match, base) for match in _NUMBER.finditer(text))
    return tuple(count for count in found if count is not None)


def is_ordinal(word: str) -> bool:
    """Whether a word is an ordinal ("sixth", "21st")."""
    low = word.lower()
    return low in _ORDINALS or bool(re.fullmatch(r"\d{1,3}(?:st|nd|rd|th)", low))


def _count(text: str, match: re.Match[str], base: int) -> Count | None:
    value = _value(match)
    if value is None or re.match(r"\s*(?:percent|per cent)\b", text[match.end() : match.end() + 12]):
        return None
    start, qualifier = _qualifier(text, match.start())
    if _AFTER.match(text, match.end()):
        qualifier = ">=" if "more" in text[match.end() : match.end() + 9] else "~"
    return Count(base + start, base + match.end(), value, qualifier)


def _value(match: re.Match[str]) -> int | None:
    if match["digits"]:
        number = float(match["digits"].replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1)
        return int(number) if number == int(number) and number < 10**12 else None
    if match["half"]:
        return _multiple(match["half"].lower()) * _SCALES[match["unit"].lower()] // 2
    if match["two"]:
        return None if match["two"].lower() == "both" else 2
    return words_to_int(match["words"])


def _multiple(words: str) -> int:
    """Twice the multiple, so that "half a" stays whole."""
    if words.startswith("half"):
        return 1
    return 4 if "couple" in words or "pair" in words else 2


def words_to_int(words: str) -> int | None:
    """The value of "three hundred and twenty" or "two dozen"; None if the words are no number."""
    total, part = 0, 0
    for word in re.split(r"[ -]+", words.lower().replace(" and ", " ")):
        if word in _SMALL:
            part += _SMALL[word]
        elif word in ("thousand", "million"):
            total, part = total + max(part, 1) * _SCALES[word], 0
        elif word in _SCALES:
            part = max(part, 1) * _SCALES[word]
        else:
            return None
    return total + part


def _qualifier(text: str, start: int) -> tuple[int, str | None]:
    before = text[max(0, start - 20) : start].lower().rstrip()
    for sign, phrases in _QUALIFIERS:
        for phrase in phrases:
            if before.endswith(phrase) and not before[: -len(phrase)][-1:].isalnum():
                return text.lower().rfind(phrase, 0, start), sign
    return start, None
