"""Whether the words around a date speak of what is still to come."""

import re

_REACH = 90

_CUT = re.compile(
    r"[.;:()\n]\s|\s[-–—]\s|\b(?:said|says|saying|told|announced|warned|declared|added|reported|after|since|"
    r"following|because|when|who|which|that|where|but|had|despite|amid|in response)\b",
    re.IGNORECASE,
)
_CUT_AFTER = re.compile(rf",|\band\b|{_CUT.pattern}", re.IGNORECASE)
_OPENING = re.compile(r"\W*(?:on|in|by|from|at)?\s*\Z", re.IGNORECASE)
_COMING = re.compile(
    r"\b(?:will|shall|won['’]t|may|might|must|should|would(?! have)|could(?! have)|cannot|"
    r"(?:is|are|was|were) (?:to|due|scheduled|expected|set|planned|slated|likely)|due|scheduled|slated|"
    r"planned|plans?|intends?|expected|vow(?:s|ed)|pledge[sd]?|promise[sd]?|threaten(?:s|ed)|"
    r"agree(?:s|d) to|offer(?:s|ed) to|invited?|hopes?|wants?|deadline|ultimatum|expires?|upcoming|"
    r"forthcoming|next)\b|['’]ll\b",
    re.IGNORECASE,
)
_SET = re.compile(
    r"\b(?:resumes?|begins?|opens?|starts?|meets?|convenes?|reconvenes?)\s(?:\w+\s){0,3}(?:on|from|at|in)?\s?\Z",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:will|shall|is to|are to|deadline|must)\b", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:had|held|lasted|remained|continued|stayed|fought|raged|went on|not|only|kept|were|was)\b",
    re.IGNORECASE,
)


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether the clause around characters [start, end) is about the future: "will meet on", "due on"."""
    before = text[max(0, start - _REACH) : start]
    cuts = [match.end() for match in _CUT.finditer(before)]
    before = before[cuts[-1] if cuts else 0 :]
    after = text[end : end + _REACH]
    cut = (_CUT if _OPENING.fullmatch(before) else _CUT_AFTER).search(after)
    return bool(
        _COMING.search(before) or _SET.search(before) or _FUTURE.search(after[: cut.start() if cut else None])
    )


def still_open(text: str, start: int, end: int) -> bool:
    """Whether "until" or "by" a day sets a term: not where something had been done or lasted till then."""
    near = text[max(0, start - _REACH) : end + _REACH // 2]
    return not _HELD.search(near) or looks_ahead(text, start, end)
