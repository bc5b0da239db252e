"""How news prose names a day, month or year: one pattern a way, in the order in which they are tried.

Every part of a pattern is bounded, so that reading takes time in proportion to the text.
"""

import re
from collections.abc import Iterator

from detente.record.wordlist import words

_Y = r"(?:1[89]\d\d|20\d\d)"
_YEAR = rf"(?P<year>{_Y})"
_MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept(?:ember)?|sep|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONTH = rf"(?P<month>{_MONTH_WORD})"
_SHORT = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_ENDING = r"(?:st|nd|rd|th)"
_N = rf"\d{{1,2}}{_ENDING}?"
_DAY = rf"(?P<day>\d{{1,2}}){_ENDING}?"
_RANK = rf"(?P<day>\d{{1,2}}){_ENDING}\b"
_TO = r"(?:\s?[-–—/]\s?|\s(?:to|and|or|until|till|through)\s)(?:the\s)?"
_LATER = rf"(?:(?={_TO}(?:{_N}\s)?{_MONTH_WORD}(?:\s{_N})?,?\s(?P<later>{_Y})\b)|)"
"""The year of the second date of two, which the first one shares."""

_WEEKDAY_WORD = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_WEEKDAY = rf"(?P<weekday>{_WEEKDAY_WORD})"
_BRIEF = (
    r"(?P<weekday>(?-i:(?:Tues?|Weds|Thu(?:rs?)?|Fri|TUES?|WEDS|THU(?:RS?)?|FRI)\b\.?|"
    r"(?:Mon|Wed|Sat|Sun|MON|WED|SAT|SUN)\b(?:\.|(?=,?\s\d))))"
)
_PART = r"(?:\s(?:early\s|late\s)?(?:night|evening|morning|afternoon|noon|dawn))?"
_DAYPART = r"day|night|evening|morning|afternoon"
_UNIT = rf"(?P<unit>second|minute|hour|{_DAYPART}|week|fortnight|month|year|decade)s?"
_COUNT = (
    r"(?P<n>\d{1,4}|half an?|half-a|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|a couple of|"
    r"several|some|a few|few|many)"
)
_THEN = r"\b(?P<then>ago|earlier|before|previously|later|after|afterwards|thereafter)\b"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_ORDINAL = (
    r"(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    r"twenty-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty-first)"
)
_THING = (
    r"(?:\s(?:more|other|armed|young|old|heavy|light|[A-Z]\w{2,12}))?\s(?:troops|soldiers|men|women|people|"
    r"persons|tons|tonnes|kilomet|km|miles|metres|meters|feet|ships|boats|vessels|civilians|shells|rockets|"
    r"missiles|rounds|bombs|drones|planes|aircraft|jets|tanks|workers|refugees|migrants|prisoners|"
    r"hostages|guards|marines|police|families|houses|villages|dead|wounded|casualties|million|billion|"
    r"dollars|strong|of (?:its|his|their|our|the)\b)"
)
_CLOCK = r"\s?(?:hours?|hrs?|gmt|utc|z|zulu|local|lt|ist|est|edt|cet|bst)\b"
_OF_NAME = (
    r"(?!\s(?:parallel|meridian|floor|anniversary|division|brigade|regiment|battalion|army|corps|fleet|"
    r"squadron|infantry|century|congress|session|time|day|attempt|week|year|straight|consecutive)\b)"
)
_NEXT = r"(?P<which>last|this past|past|this|next|the coming|coming)"

NUMBERED = words(
    "hill point height resolution mirage route no. number article flight room page project at highway some "
    "than nearly least almost roughly unit km"
)
"""Words before a number of four figures that is no year: a name's number, a time, a count."""

NAMED_DAY = words("good bloody black easter palm ash holy whit maundy every each")
"""Words that make of a weekday a feast, the name of an event, or a habit."""

_WAYS = (
    ("digit month", "cable", rf"\b(?P<day>\d\d)\d{{4}}z\s?{_SHORT}(?:\s?(?P<year>{_Y}|\d\d))?\b"),
    ("digit", "iso", rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    ("digit", "numeric", (
        rf"(?<![\d./])(?P<day>\d{{1,2}})(?P<by>[./])(?P<month>\d{{1,2}})(?P=by)(?P<year>{_Y}|\d\d)"
        r"(?![\d./]\d|\d)"
    )),
    ("digit month", "range", (
        rf"\b(?:(?:from|between)\s)?(?:the\s)?{_DAY}{_TO}{_N}\s?(?:of\s)?{_MONTH}(?:,?\s{_YEAR}\b)?"
    )),
    ("digit month", "range", rf"\b{_MONTH}\s{_DAY}{_TO}{_N}\b(?!\s[a-z]|,\d)(?:,?\s{_YEAR}\b)?"),
    ("digit month", "monthrange", rf"\b{_MONTH}{_TO}{_MONTH_WORD},?\s{_YEAR}\b"),
    ("month unit", "inyear", (
        rf"\b(?:{_DAY}\s(?:of\s)?)?{_MONTH}(?:\s(?P<day2>\d{{1,2}}){_ENDING}?)?,?\s(?:of\s)?"
        r"(?P<which>last|this|next)\syear\b"
    )),
    ("digit month", "dmy", (
        rf"\b{_DAY}(?:\s?of)?[\s-]?{_MONTH},?[\s-]?"
        rf"(?:{_YEAR}\b|['’](?P<yy>\d\d)\b|(?P<yy2>\d\d)(?=[.,;)\n]|$)(?![.,]\d))"
    )),
    ("month", "dmy", rf"\b(?:the\s)?{_ORDINAL}\s(?:day\s)?of\s{_MONTH}(?:,?\s{_YEAR}\b)?"),
    ("digit month", "cable", rf"\b(?P<day>\d{{1,2}}){_SHORT}(?P<year>{_Y}|\d\d)?\b"),
    ("digit month", "mdy", rf"\b{_MONTH}\s(?:the\s)?{_DAY},?\s{_YEAR}\b"),
    ("digit month", "my", rf"\b{_MONTH}(?:,|\sof)?\s{_YEAR}\b"),
    ("digit month", "md", rf"\b{_MONTH}\s(?:the\s)?{_DAY}\b(?![,.]\d|\d|-\d|:\d){_LATER}"),
    ("digit month", "dm", rf"\b{_DAY}(?:\sof)?\s{_MONTH}(?!\w)(?:\s(?P<which>last|next)\b)?{_LATER}"),
    ("digit inst", "inst", (
        rf"\b{_DAY}\s(?:of\s)?(?P<which>inst(?:ant)?|ult(?:imo)?|prox(?:imo)?)\b\.?"
    )),
    ("month", "m", rf"\b(?P<which>last|this past|next|this)\s{_MONTH}"),
    ("month", "m", rf"\b{_MONTH}\s(?P<which>last)\b(?!\s(?:year|week|month|night))"),
    ("month", "m", (
        r"\b(?P<prep>in|since|by|until|till|during|early|late|mid|middle of|of|from|for|before|after|"
        rf"the(?!\s\w+\s(?-i:[A-Z])))[ \n-]{_MONTH}(?! \d){_LATER}"
    )),
    ("month", "m", rf"\b{_MONTH}(?=['’]s\b)"),
    ("weekday unit", "weekof", rf"\b{_WEEKDAY}{_PART},?\s(?:of\s)?(?P<which>last|this|next)\sweek\b"),
    ("weekday unit", "weekof", rf"\b(?P<which>last|this|next)\sweek,?\s(?:on\s)?{_WEEKDAY}"),
    ("weekday", "weekday", rf"\b{_NEXT}\s{_WEEKDAY}{_PART}\b"),
    ("weekday", "weekday", (
        rf"\b(?:(?P<prep>until|till|by|since|for)\s)?{_WEEKDAY}(?P<own>['’]s)?{_PART}\b"
        r"(?!\s(?-i:Times|Telegraph|Mirror|Herald|Express|Agreement|Accord)\b)(?:\s(?P<which>last)\b)?"
    )),
    ("brief", "weekday", rf"\b{_BRIEF}{_PART}(?!\w)"),
    ("digit", "onthe", rf"\b(?:on|by|since|until|till)\s(?:the\s)?{_RANK}{_OF_NAME}"),
    ("digit", "onthe", rf"\b(?:{_DAYPART}|dawn|note|letter)\sof\s(?:the\s)?{_DAY}\b{_OF_NAME}"),
    ("digit", "onthe", rf"(?<=day )the\s{_RANK}"),
    ("", "onthe", rf"\b(?:on|by|since|until|till)\sthe\s{_ORDINAL}(?=[.,;:)]|\s(?:and|but|when)\b|\n|$)"),
    ("unit", "dayaway", (
        r"\b(?P<rel>the day before yesterday|the day after tomorrow|(?:the )?night before last)\b"
    )),
    ("unit then", "counted", rf"\b{_COUNT}\s{_UNIT}\s{_THEN}"),
    ("unit then", "counted", (
        r"\b(?:the\s)?(?P<unit>day|night|week|month|year|evening)\s(?P<then>before|after)\b"
    )),
    ("then", "hours", (
        r"\b(?:hours|minutes|moments|shortly)\s(?P<then>earlier|later|before|after|afterwards|thereafter)\b"
    )),
    ("unit then", "vague", r"\b(?:seconds|days|nights|weeks|months|years|decades)\s(?:ago|earlier|later)\b"),
    ("unit", "beside", (
        r"\b(?:the\s)?(?P<which>previous|preceding|following|same|that very|that same|that)\s"
        rf"(?P<unit>{_DAYPART}|hour|week|month|year)s?\b"
    )),
    ("unit", "beside", rf"\bthe\s(?P<which>next)\s(?P<unit>{_DAYPART}|week|month|year)\b"),
    ("unit", "beside", rf"\b(?P<which>next)\s(?P<unit>{_DAYPART})\b"),
    ("unit", "beside", r"\b(?:earlier|later)\s(?:in\sthe|that)\s(?P<unit>day|week|month|year)\b"),
    ("unit", "unit", (
        r"\b(?P<which>last|this past|this very|this|next)\s"
        rf"(?P<unit>week|month|year|{_DAYPART}|weekend|dawn|noon)\b"
    )),
    ("unit", "unit", r"\b(?:over|during|at)\s(?P<which>the)\s(?P<unit>weekend)\b"),
    ("digit season", "season", (
        rf"\b(?:(?P<which>last|this|next|in the|in|past|during the|of the|since the|since|the|early|late|"
        rf"that)[ \n])?{_SEASON}(?:\sof)?\s{_YEAR}\b"
    )),
    ("season", "season", (
        rf"\b(?P<which>last|this|next|in the|past|during the|since the)\s{_SEASON}\b(?!\sof\b)"
    )),
    ("rel", "overnight", (
        rf"\bovernight(?:\s(?:into|to)\s{_WEEKDAY}\b|(?!\s(?:on\s|from\s)?{_WEEKDAY_WORD}))"
    )),
    ("rel", "relday", (
        r"\b(?P<rel>to-?day|yesterday|to-?morrow|to-?night|(?:in|during|through) the night)\b"
        rf"{_PART}"
    )),
    ("hour", "hour", (
        r"\b(?:at|before|by|towards?|until|since|around|from)\s"
        r"(?:dawn|daybreak|first light|sunrise|dusk|nightfall|sunset|noon|midday|midnight)\b"
    )),
    ("hour", "hour", r"\b(?:in|during)\s(?:the\s)?(?:early|small|first)\shours\b(?!\sof\b)"),
    ("digit", "yearspan", rf"\b{_YEAR}[-–/](?:\d\d|\d{{4}})\b"),
    ("digit", "yearspan", rf"\b(?:from|between)\s{_YEAR}\s(?:to|and|until)\s{_Y}\b(?!s|{_THING})"),
    ("digit", "decade", r"(?<!\d)(?:(?:early|mid|late)[- ])?(?:1[89]\d0|20\d0|['’]\d0)s\b"),
    ("digit", "year", (
        rf"\b(?:in|since|year|early|late|throughout|during|until|till)\s{_YEAR}\b(?!,?\d|\.\d|[-/]\d|{_CLOCK})"
    )),
    ("digit", "year", r"(?<=in |of )['’](?P<yy>[3-9]\d)\b"),
    ("digit", "year", (
        rf"\b(?P<year>1[89]\d\d|20[0-4]\d)\b(?<![,.$€£/-].{{4}})"
        rf"(?!,\d{{3}}\b|\.\d|[-/]\d|\s?%|{_CLOCK}|{_THING})"
    )),
)  # fmt: skip
"""(what the text must hold, name, pattern); groups: day, month, year, weekday, which, prep, n, unit, ..."""

_HOLDS = {
    "month": words(
        "january february march april may june july august september october november december "
        "jan feb mar apr jun jul aug sept sep oct nov dec"
    ),
    "weekday": words("monday tuesday wednesday thursday friday saturday sunday"),
    "brief": words("mon tue tues wed weds thu thur thurs fri sat sun"),
    "unit": words(
        "second minute hour day night evening morning afternoon week weekend fortnight month year decade "
        "seconds minutes hours days nights evenings mornings weeks fortnights months years decades dawn noon"
    ),
    "then": words("ago earlier before previously later after afterwards thereafter"),
    "season": words("spring summer autumn fall winter"),
    "inst": words("inst instant ult ultimo prox proximo"),
    "rel": words("today yesterday tomorrow tonight overnight night day morrow to"),
    "hour": words("dawn daybreak light sunrise dusk nightfall sunset noon midday midnight hours"),
    "digit": frozenset("0123456789"),
}
_PATTERNS = tuple((needs.split(), name, re.compile(pattern, re.IGNORECASE)) for needs, name, pattern in _WAYS)
_WORD = re.compile(r"[a-z]+|\d")


def patterns(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The (name, pattern) pairs that a text can match at all, by the words that it holds."""
    told = set(_WORD.findall(text.lower()))
    holds = {need for need, any_of in _HOLDS.items() if not told.isdisjoint(any_of)}
    for needs, name, pattern in _PATTERNS:
        if holds.issuperset(needs):
            yield name, pattern
