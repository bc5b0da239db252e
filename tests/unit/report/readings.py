"""A text with every kind of mark in it: nested, crossing, shared, out of order, over two paragraphs."""

from detente.report.reading import Reading
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.kinds import KINDS
from detente.world.record import Record

TEXT = """SEOUL <script>alert(1)</script> - North Korea fired 23 missiles into the seas [sic] and threatened
war while Seoul \x1b[31mdenied\x1b[0m that it had crossed the border, then a mediator came. A plane and a
ship collided.

SHORT LINE
OTHER LINE OF TALKS

Later words, and an armistice."""

NAMES = {"PRK": "North Korea", "KOR": "South Korea", "USA": "United States"}


def event(kind: str, words: str | None, who: str = "PRK KOR", **fields: object) -> Event:
    """An event of a kind where the words stand in `TEXT`; `who` is "SOURCE TARGET", "-" for nobody."""
    source, target = (None if code == "-" else code for code in who.split())
    span = None if words is None else (TEXT.index(words), TEXT.index(words) + len(words))
    known = {"date": "2022-11-02", "plover": KINDS[kind].plover, "cameo": KINDS[kind].cameo, "span": span}
    rest: dict[str, object] = {"quote": words, **known, **fields}
    return Event(source=source, target=target, kind=kind, rung=KINDS[kind].rung, **rest)  # type: ignore[arg-type]


def crowded() -> Reading:
    """Eleven events, numbered from 1."""
    events = (
        event("missile_launch", "fired 23 missiles", count=23, count_qualifier=">=", p=0.82),
        event("threat", "missiles into the seas [sic] and threatened\nwar"),
        event("nuclear_threat", "threatened\nwar", inferred=("target", "date"), answers_to=0),
        event("talks", "threatened\nwar", "PRK USA", symmetric=True),
        event("incursion", "crossed the border", "KOR PRK", status="denied", disputed=True, claimed_by="PRK"),
        event("exercise", "Seoul", "KOR PRK", status="hypothetical", date=None),
        event("mediation", "a mediator came", "IGO:UN KOR", status="historical", date="2022-10"),
        event("collision", "A plane and a\nship collided", "- -"),
        event("protest_note", None, inferred=("added by hand",), deaths=3),
        event("talks", "TALKS\n\nLater words"),
        event("alert", " and ", span=(4, 5)),
    )
    start = TEXT.index("armistice")
    facts = (Fact("armistice", "KOR", "PRK", "1953-07-27", stated=(start, start + 9), agrees=True),)
    record = Record(
        "evil<b>\x1b[2J.txt",
        "2022-11-03",
        ("KOR", "PRK"),
        None,
        events,
        facts,
        "2022-11-03",
        "text",
        "patterns",
        ("a note\x1b[0m",),
    )
    return Reading(record, TEXT, NAMES)
