"""Ordinals that count a thing ("a third warship", "its sixth test"), as against names, shares and adverbs."""

import re
from collections.abc import Iterator

from detente.record.numberwords import ORDINALS, SMALL, WORD

_WORDS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_TENS = "|".join(word for word, value in SMALL.items() if value >= 20)
_ORDINAL = re.compile(
    rf"(?<![\w-])(?:(?:(?:{_TENS})-)?(?:{_WORDS})|\d{{1,3}}(?:st|nd|rd|th))\b", re.IGNORECASE
)
_NO_THING = re.compile(
    rf"\s(?:{WORD}|\d|shots?\b|of\b|and\b|to\b|in\b|on\b|time|day|week|month|year|night|hour|half|quarter|century|"
    r"anniversary|parallel|meridian|floor|fleet|division|army|brigade|corps|regiment|battalion|squadron|"
    r"infantry|armou?red|airborne|marines|world|reich|republic|congress|session|committee|class|degree|person|"
    r"part|place|secretary|deputy|minister|lieutenant|vice|lady|line|rate|degree|consecutive|straight|"
    r"successive|summer|winter|spring|autumn|instant|inst|ult|but|or\b)|-|[.,;:)]|\s*\Z",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"\b(?:at|who|which|that|had|has|have|was|were|he|it|they|we|one|two|three|per)\s\Z", re.IGNORECASE
)


def ranks(text: str) -> Iterator[tuple[int, int]]:
    """The spans of ordinals that stand before a thing."""
    for match in _ORDINAL.finditer(text):
        start, end = match.span()
        named = match[0][0].isupper() and start > 0 and text[end + 1 : end + 2].isupper()
        if named or _NO_THING.match(text, end) or _ADVERB.search(text, max(0, start - 10), start):
            continue
        yield start, end
