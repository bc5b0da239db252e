"""Sentences of a dispatch as spans of characters; linear in its length."""

import re

_END = re.compile(
    r"(?<![.!?])[.!?]++[\"'”’»)\]]*+(?=\s)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–—]|\d{1,2}[:.]\d\d)\s)|$"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|gen|lt|col|sgt|capt|maj|adm|sen|rep|gov|st|no|vs|etc|jr|sr|prof|rev|"
    r"pres|jan|feb|mar|"
    r"apr|jun|jul|aug|sept|sep|oct|nov|dec|mass|calif|fla|va|conn|u\.s|u\.n|u\.k|a\.m|p\.m|d\.c|"
    r"e\.g|i\.e|inc|ltd|"
    r"co|dept|brig|cmdr|approx)|(?<![\w.])[A-Z]|(?:[A-Za-z]\.)[A-Za-z])$",
    re.IGNORECASE,
)
_MAY_END = re.compile(r"\b(?:a\.m|p\.m|U\.S|U\.N|D\.C)$")
_OPENER = re.compile(r"(?:The|A|An|In|On|At|It|He|She|They|But|And|President)\b")
_LONGEST = 1_500


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans [start, end) of the sentences without blanks at their ends, each at most 1,500 characters."""
    spans: list[tuple[int, int]] = []
    start, caseless = 0, is_caseless(text)
    for match in _END.finditer(text):
        if match[0] and not match[0].startswith("\n") and not _ends(text, match, caseless):
            continue
        _add(text, start, match.end(), spans)
        start = match.end()
    return tuple(spans)


def _ends(text: str, match: re.Match[str], caseless: bool) -> bool:
    following = text[match.end() : match.end() + 40].lstrip()
    before = text[max(0, match.start() - 12) : match.start()]
    if match[0] == "." and before.lower().endswith(" no"):
        return not following[:1].isdigit()
    if match[0] == "." and _ABBREVIATION.search(before):
        return bool(_MAY_END.search(before) and _OPENER.match(following))
    return not following or not following[0].islower() or caseless


def is_caseless(text: str) -> bool:
    """Whether a text is written almost wholly in small letters or in capitals, like a cable."""
    letters = [char for char in text[:600] if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return capitals * 50 < len(letters) or capitals * 10 > 8 * len(letters)


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end:
        stop = end
        if end - start > _LONGEST:
            blank = text.rfind(" ", start + 1, start + _LONGEST)
            stop = blank if blank > start else start + _LONGEST
        piece = text[start:stop]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(piece.strip())))
        start = stop
