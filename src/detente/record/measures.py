"""What a number is when it counts no things: a measure, a price, a time, a share, a name."""

import re

from detente.record.wordlist import words

_MEASURED = (
    r"%|per ?cent|percent|pct|mm|cm|km|kms|g|grams?|kph|kmh|kg|kgs|kt|mt|lb|lbs|ft|nm|mph|hz|mw|"
    r"millimet\w+|centimet\w+|kilomet\w+|met(?:re|er)s?|miles?|yards?|feet|foot|inch(?:es)?|leagues?|acres?|"
    r"hectares?|kilogram\w*|tons?|tonnes?|kilotons?|megatons?|pound(?:s|er)?|barrels?|gallons?|lit(?:re|er)s?|"
    r"knots?|degrees?|decibels?|°|seconds?|minutes?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|"
    r"years?|decades?|centur(?:y|ies)|dollars?|cents?|euros?|pounds sterling|roubles?|rubles?|rupees?|yen|"
    r"yuan|won|marks?|francs?|liras?|dinars?|pesos?|billion|bn|votes?|points?|cal|calib(?:re|er)|nil"
)
_MANNER = r"(?:nautical|square|statute|short|calendar|working|us|u\.s\.|american|canadian|swiss|light|cubic)"
_CLOCK = r"gmt|utc|zulu|z|local|hours|hrs|a\.?m\b|p\.?m\b|o['’]clock|noon"
_PART = r"thirds?|half|halves|quarters?|fifths?|sixths?|eighths?|tenths?|hundredths?"

_AFTER = re.compile(
    rf"[\s-]?(?:{_MANNER}\s)?(?:{_MEASURED})(?!\w)|\s?(?:{_CLOCK})(?!\w)|[\s-](?:{_PART})\b|"
    r"[:.h]\d\d\b|\s(?:this|in the|last|yesterday) (?:morning|afternoon|evening|night)\b|"
    r"\stimes\s(?:as|more|the|less|larger|bigger)\b",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    r"-(?!odd\b|plus\b)(?!(?:ship|boat|vessel|man|men|woman|person|member|strong|gun|plane|aircraft|jet|tank|"
    r"truck|vehicle|missile|rocket|drone|carrier|car|bomb|round|shell|test)s?\b)[a-z]",
    re.IGNORECASE,
)
_NAME = words(
    "resolution article chapter no no. nos. number flight boeing airbus tupolev ilyushin section paragraph "
    "para mk protocol annex clause age aged latitude longitude magnitude mach rs rs. usd eur us$ dm fr"
)
"""Words whose number is a name, an age, a grade or a price."""

_LABEL = words(
    "hill point height phase stage zone sector area unit room office route highway channel checkpoint page "
    "item day type class mark kilo project rule level parallel version vol km craft pillar pier berth hut "
    "battery gate"
)
"""Words whose figures are a name if no noun follows: "Hill 303 was taken", but "that day 40 shells fell"."""

_PROPER = re.compile(r"[a-z)]\s(?:[A-Z][a-z]+|[A-Z]{2,5})\s\Z")
_PLAIN_WORD = re.compile(
    r"\s*(?:[.,;:)\]'’\"]|\Z)|\s(?:was|were|is|are|and|or|had|has|have|of|in|on|at|to|from|near|over|with|that|"
    r"by|after|before|which|who|into|the|a|an|landed|sank|sunk)\b"
)
_STAMP = re.compile(r"\s?(?:[-–—:]|[A-Z]{3,}\b)")
_LIST = re.compile(r"[.)]\s")
_ONE = re.compile(
    r"\b(?:no|any|every|some|each|number|number one|on the)[\s-]\Z|\b(?:one by|one after)\s\Z", re.IGNORECASE
)
_ONE_MORE = re.compile(
    r"\s(?:another|by one|or other|may|can|cannot|might|must|should|would|could|asks|wonders|hears|thing|"
    r"hand|side|way|time|more time)\b|['’](?:s|d)\b|-(?:sided|way|time|off|upmanship)|-on-one",
    re.IGNORECASE,
)
_WINDOW = 30


def no_count(text: str, start: int, end: int) -> bool:
    """Whether the number at characters [start, end) counts no things."""
    number, after = text[start:end], text[end : end + _WINDOW]
    before = text[max(0, start - _WINDOW) : start]
    if _AFTER.match(after) or _COMPOUND.match(after) or _named(before):
        return True
    if number.lower() == "one" and (_ONE.search(before) or _ONE_MORE.match(after)):
        return True
    return number[0].isdigit() and _digits_of_no_count(number, before, after)


def _named(before: str) -> bool:
    """ "Resolution 242", "Resolutions 242 and 338", "aged 19 and 22", "Group of 77", "$ 5"."""
    told = before.lower().split()[-3:]
    if not told:
        return False
    if told[-1] in ("and", "or") and len(told) == 3 and told[1].isdigit():
        return told[0].removesuffix("s") in _NAME
    return (
        told[-1] in _NAME
        or told[-1].removesuffix("s") in _NAME
        or told[-2:] == ["group", "of"]
        or told[-1][-1] in "$£€¥"
    )


def _digits_of_no_count(number: str, before: str, after: str) -> bool:
    first = not before.strip() or before.rstrip()[-1:] in "(\n"
    if first and len(number) <= 2 and _LIST.match(after):
        return True
    if number.isdigit() and _clock(number, before, after, first=first):
        return True
    label = before.lower().split()[-1:]
    named = bool(_PROPER.search(before)) or (bool(label) and label[0] in _LABEL)
    return named and bool(_PLAIN_WORD.match(after))


def _clock(number: str, before: str, after: str, *, first: bool) -> bool:
    """ "0740", "at 1940", "1625 BACKGROUND -"; a number with a leading nought counts nothing either."""
    if number[0] == "0":
        return True
    if len(number) != 4 or int(number[:2]) > 23 or int(number[2:]) > 59:
        return False
    return bool(re.search(r"\bat\s\Z", before, re.IGNORECASE)) or (first and bool(_STAMP.match(after)))
