"""Counts in news prose: "23", "at least 23", "nearly two dozen", "more than 1,000"; ordinals count one.

A span ("20 to 30", "two or three") gives its lower end, as "about"; "dozens" and "several" give nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.record.measures import no_count
from detente.record.numberwords import ORDINALS, SCALES, SMALL, WORD, is_ordinal, ordinal_to_int, words_to_int
from detente.record.ranks import ranks

__all__ = ["Count", "find_counts", "is_ordinal", "ordinal_to_int", "words_to_int"]

_SCALE = r"(?:hundred|thousand|million)"
_FEW = r"(?:a[ -])?(?:single|lone|couple of|pair of|trio of)"
_NUMBER = re.compile(
    r"(?:(?<![\w.,$£€¥/-])|(?<=\d[-–]))(?:"
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,3}}(?: \d{{3}}){{1,3}}(?!\d)|\d{{1,12}}(?:\.\d{{1,3}})?)"
    rf"(?:[\s-](?P<scale>{_SCALE}|dozen)\b)?"
    rf"|(?P<part>half[\s-]an?|a[\s-]half|half|a quarter of an?|(?P<whole>{WORD}) and a half)[\s-]"
    rf"(?P<unit>dozen|{_SCALE})\b"
    rf"|(?P<pair>a couple of|a pair of|couple of|pair of)(?:\s(?P<of>dozen|{_SCALE}))?\b"
    r"|(?P<trio>(?:a )?trio of|both|a single|a lone|twice|thrice)\b"
    rf"|(?P<words>(?:an?[\s-](?=(?:dozen|score of|{_SCALE})\b))?(?:{WORD})(?:[\s-](?:and[\s-](?!a\b))?(?:a )?"
    rf"(?:{WORD})\b){{0,9}})\b(?P<half> and a half)?"
    r")(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_FIXED = {"trio": 3, "both": 2, "single": 1, "lone": 1, "twice": 2, "thrice": 3}
_VAGUE = re.compile(
    r"(?:\b(?:several|few|many|couple|dozens of|tens of|scores of|hundreds of|thousands of)|\d)[\s-]?\Z",
    re.IGNORECASE,
)
_QUALIFIERS = {
    ">=": (
        "at least",
        "at the very least",
        "no fewer than",
        "not fewer than",
        "no less than",
        "not less than",
        "minimum of",
    ),
    ">": ("more than", "over", "upwards of", "upward of", "in excess of", "above", "exceeding", "upwards"),
    "<=": ("up to", "at most", "as many as", "no more than", "not more than", "maximum of"),
    "<": ("fewer than", "less than", "under", "below"),
    "~": (
        *("about", "around", "some", "nearly", "almost", "roughly", "approximately", "close to"),
        *("an estimated", "estimated", "perhaps", "maybe", "possibly", "probably", "a reported", "circa"),
        *("something like", "in the region of", "what looked like", "well-nigh"),
    ),
}
_SIGN = {phrase: sign for sign, phrases in _QUALIFIERS.items() for phrase in phrases}
_BEFORE = re.compile(
    rf"\b(?P<phrase>{'|'.join(sorted(_SIGN, key=len, reverse=True))})\s(?:the\s|its\s|their\s|only\s)?\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<more>\s(?:or|and) more\b|\+|[\s-]plus\b)|(?P<less>\s(?:or|and) (?:fewer|less)\b)|"
    r"(?P<about>\s(?:or so|or thereabouts)\b|-odd\b)",
    re.IGNORECASE,
)
_TO = re.compile(r"\s?[-–—]\s?|\s(?:to|or|or perhaps|or even)\s", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|to)\s", re.IGNORECASE)
_OF = re.compile(
    r"(?:\s\w{1,12})?\sof\s(?:the|its|his|her|their|our|these|those|some|about)\s", re.IGNORECASE
)
_HALF = re.compile(r"\bhalf\s(?:of\s)?(?:the|its|his|their|our)\s\Z", re.IGNORECASE)
_BOTH = re.compile(r"\s(?:the\s|its\s|their\s)?(?:\w+\s){1,3}and\b|\ssides\b", re.IGNORECASE)
_OFTEN = re.compile(r"\s(?:as|the|that|its|over)\b", re.IGNORECASE)
_WINDOW = 32
_WORDS = re.compile(r"[a-z]+|\d")
_NUMBER_WORDS = frozenset((*SMALL, *SCALES, *ORDINALS, *_FIXED, *"0123456789", "couple", "pair"))


@dataclass(frozen=True, slots=True)
class Count:
    """A number at characters [start, end) of a text; `qualifier` is one of >=, >, <=, <, ~ or None."""

    start: int
    end: int
    value: int
    qualifier: str | None


def find_counts(text: str, base: int = 0) -> tuple[Count, ...]:
    """The whole numbers of a sentence that count things, in order, offsets raised by `base`.

    Measures, prices, times of day, shares and the numbers of names are left out; an ordinal counts one.
    """
    if not _holds_number(text):
        return ()
    numbers = _without_totals(text, tuple(_spans(text, tuple(_plain(text)))))
    ordinals = (Count(start, end, 1, None) for start, end in ranks(text))
    found = sorted((*numbers, *ordinals), key=lambda count: count.start)
    return tuple(replace(count, start=base + count.start, end=base + count.end) for count in found)


def _holds_number(text: str) -> bool:
    return not _NUMBER_WORDS.isdisjoint(_WORDS.findall(text.lower()))


def _plain(text: str) -> Iterator[Count]:
    """Every number by itself."""
    for match in _NUMBER.finditer(text):
        value = _value(match)
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        if value is not None and not _vague(match, before) and not no_count(text, *match.span()):
            yield _qualified(text, before, match, value)


def _value(match: re.Match[str]) -> int | None:
    if match["digits"]:
        return _of_digits(match["digits"], match["scale"])
    if match["part"]:
        return _of_part(match["part"].lower(), match["whole"], SCALES[match["unit"].lower()])
    if match["pair"]:
        return 2 * SCALES.get((match["of"] or "").lower(), 1)
    if match["trio"]:
        return next(value for word, value in _FIXED.items() if word in match["trio"].lower())
    return _of_words(match["words"], half=bool(match["half"]))


def _of_digits(digits: str, scale: str | None) -> int | None:
    if "." in digits and scale is None:
        return None
    number = float(re.sub("[, ]", "", digits)) * SCALES.get((scale or "").lower(), 1)
    return int(number) if number == int(number) and number < 10**12 else None


def _of_part(part: str, whole: str | None, unit: int) -> int | None:
    if whole:
        return (words_to_int(whole) or 0) * unit + unit // 2
    return unit // 4 if "quarter" in part else unit // 2


def _of_words(words: str, *, half: bool) -> int | None:
    value = words_to_int(words)
    last = SCALES.get(re.split(r"[\s-]", words.lower())[-1], 0)
    return value if value is None or not half else value + last // 2


def _vague(match: re.Match[str], before: str) -> bool:
    """ "Several hundred", "both Iran and Iraq", "twice as many": no number of things."""
    word = match[0].lower()
    if word in ("score", "zero"):
        return True
    if word == "both":
        return bool(_BOTH.match(match.string, match.end(), match.end() + 60))
    if word in ("twice", "thrice"):
        return bool(_OFTEN.match(match.string, match.end()))
    return word.split()[0].split("-")[0] in SCALES and bool(_VAGUE.search(before))


def _qualified(text: str, before: str, match: re.Match[str], value: int) -> Count:
    """The number with "at least" before it or "or so" after it; "half of the 8,000" is about 4,000."""
    start, end, sign = match.start(), match.end(), None
    phrase = _BEFORE.search(before) if before[-1:].isspace() else None
    if phrase:
        start, sign = start - (len(before) - phrase.start()), _SIGN[phrase["phrase"].lower()]
    half = _HALF.search(before)
    if half:
        start, sign, value = match.start() - (len(before) - half.start()), "~", value // 2
    after = _AFTER.match(text, end)
    if after:
        end, sign = after.end(), ">=" if after["more"] else "<=" if after["less"] else "~"
    return Count(start, end, value, sign)


def _spans(text: str, counts: Sequence[Count]) -> Iterator[Count]:
    """Two numbers that give a span become one, its lower end."""
    last: Count | None = None
    for count in counts:
        if last is not None and last.value < count.value and _span(text, last, count):
            last = Count(last.start, count.end, last.value, last.qualifier or "~")
            continue
        if last is not None:
            yield last
        last = None if text[count.start - 1 : count.start] in ("-", "–") else count
    if last is not None:
        yield last


def _span(text: str, low: Count, high: Count) -> bool:
    between = text[low.end : high.start]
    before = text[max(0, low.start - 8) : low.start].lower()
    return bool(_TO.fullmatch(between)) or (
        bool(_AND.fullmatch(between)) and before.endswith(("between ", "from "))
    )


def _without_totals(text: str, counts: Sequence[Count]) -> Iterator[Count]:
    """ "Four of the five", "15,000 of its 20,000 troops": the whole that is divided counts nothing."""
    last: Count | None = None
    for count in counts:
        if last is None or not _OF.fullmatch(text[last.end : count.start]):
            yield count
        last = count
