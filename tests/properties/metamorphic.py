"""Changes of a dispatch that should leave its events as they are, and how many of them do."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from detente.assess import record_of
from detente.backtest.corpus import read_corpus
from detente.record.dispatch import open_dispatch
from detente.world.errors import InputRefused
from detente.world.record import Record
from tests.properties.namesakes import exchanged
from tests.properties.spelling import AMERICAN, BRITISH

ROOT = Path(__file__).parents[2]
STEP, TAKEN = 5, 40
"""Every fifth dispatch of the folds train and development by name, forty of them."""

Key = tuple[str | None, str | None, str | None, str]
Change = Callable[["Told"], str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A dispatch: its text, its day and the pair that it is mainly about."""

    id: str
    text: str
    day: date | None
    pair: tuple[str, str] | None


@cache
def ours() -> tuple[Told, ...]:
    """Forty dispatches of our corpus and the examples."""
    coded = [c for c in read_corpus(ROOT / "corpus" / "dispatches") if c.fold != "test"][::STEP][:TAKEN]
    told = [Told(c.id, c.text, date.fromisoformat(c.date) if c.date else None, c.pair) for c in coded]
    return (*told, *_examples())


def _examples() -> Iterator[Told]:
    for path in sorted((ROOT / "examples").glob("*.txt")):
        pair = ("KOR", "PRK") if "korea" in path.name else ("GRC", "TUR")
        yield Told(path.stem, path.read_text(encoding="utf-8"), date.fromisoformat(path.name[:10]), pair)


@cache
def gold(folder: Path) -> tuple[Told, ...]:
    """The coded dispatches of a folder, but those that are bad input."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    return tuple(_gold(folder, row) for row in rows if row["doc_type"] in ("dispatch", "no_event"))


def _gold(folder: Path, row: dict[str, object]) -> Told:
    day, pair = row["doc_date"], row["pair"]
    text = (folder / Path(str(row["file"])).name).read_bytes().decode("utf-8", "replace")
    known = isinstance(pair, list) and len(pair) == 2 and all(len(code) == 3 for code in pair)
    return Told(
        str(row["id"]),
        text,
        date.fromisoformat(str(day)) if day and len(str(day)) == 10 else None,
        (pair[0], pair[1]) if known and isinstance(pair, list) else None,
    )


def wrapped(told: Told) -> str:
    """Lines of 60 characters."""
    return "\n\n".join(re.sub(r"(.{50,60}) ", "\\1\n", " ".join(p.split())) for p in _paragraphs(told))


def windows(told: Told) -> str:
    """Lines of 60 characters that end as on Windows."""
    return wrapped(told).replace("\n", "\r\n")


def spaced(told: Told) -> str:
    """Two blanks after a full stop, an indent of each paragraph, non-breaking blanks before figures."""
    text = re.sub(r" (?=\d)", "\u00a0", told.text.replace(". ", ".  "))
    return "\n\n".join(f"    {part}" for part in text.split("\n\n"))


def _paragraphs(told: Told) -> list[str]:
    return [part for part in told.text.split("\n\n") if part.strip()]


def justified(told: Told) -> str:
    """Lines filled with blanks to an even margin: two blanks for every seventh."""
    parts = told.text.split(" ")
    return "".join(f"{part}{'  ' if k % 7 == 6 else ' '}" for k, part in enumerate(parts)).rstrip(" ")


def curly(told: Told) -> str | None:
    """Straight quotation marks and apostrophes made curly, or the other way round."""
    text = re.sub(r"(\w)'", "\\1’", re.sub(r'"([^"]*)"', "“\\1”", told.text))
    plain = text.translate(str.maketrans("“”‘’", "\"\"''"))
    return _if_changed(told, plain if text == told.text else text)


def dashes(told: Told) -> str | None:
    """A dash for a hyphen between blanks, and the hyphen that does not break a line within words."""
    text = re.sub(r" (?:-|--|–|—) ", " — ", told.text)
    return _if_changed(told, re.sub(r"(?<=[a-z])-(?=[a-z])", "\u2011", text))


def british(told: Told) -> str | None:
    """American words as British papers spell them."""
    return _respelled(told, BRITISH)


def american(told: Told) -> str | None:
    """British words as American papers spell them."""
    return _respelled(told, AMERICAN)


def _respelled(told: Told, spelling: dict[str, str]) -> str | None:
    found = re.compile(rf"\b(?:{'|'.join(spelling)})\b", re.IGNORECASE)
    return _if_changed(told, found.sub(lambda m: _cased(spelling[m[0].lower()], m[0]), told.text))


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


def _if_changed(told: Told, text: str) -> str | None:
    return None if text == told.text else text


def capitals(told: Told) -> str | None:
    """All in capitals, like a cable; not where it is all in small letters."""
    return None if told.text.islower() else _if_changed(told, told.text.upper())


def headline(told: Told) -> str | None:
    """Each Word With a Capital."""
    return None if told.text.isupper() else re.sub(r"\b[a-z]", lambda m: m[0].upper(), told.text)


def unrelated(told: Told) -> str:
    """With a sentence at the end that has nothing to do with it."""
    return told.text.rstrip() + "\n\nThe harvest of apples was good in the valley, growers said.\n"


def undated(told: Told) -> str | None:
    """Without its dateline."""
    line = re.match(r"\s*[A-Z][^\n]{2,60}?\d{1,4}[^\n]{0,30}?(?: -{1,2} |\. |: |\) )(?=[A-Z])", told.text)
    lead = line and line.end() < 90 and told.day
    return told.text[line.end() :] if line and lead else None


def swapped(told: Told) -> str | None:
    """The two states in each other's place."""
    return exchanged(told.text, told.pair, told.day) if told.pair and told.day else None


_LEANS = re.compile(
    r"\b(?:it|its|they|their|them|he|his|him|she|her|this|that|these|those|both|two|sides?|neighbou?rs?|later|"
    r"then|after|before|earlier|same|also|too|again|response|reply|answer\w*|retaliat\w*|next|previous|another|"
    r"latter|former|other|there|such|who|but|however|so|first|second|third|meanwhile|day|the [a-z]+ly)\b",
    re.IGNORECASE,
)
_LEAST = 2


def _independent(told: Told) -> list[str]:
    """Sentences that lean on no other: they begin with a name and refer to nothing before."""
    parts = re.split(r"(?<=[a-z0-9)]\.)\s+(?=[A-Z])", " ".join(told.text.split()))
    return [p for p in parts[1:] if p.endswith(".") and not _LEANS.search(p) and len(p.split()) > 5]


def straight(told: Told) -> str | None:
    """The first sentence and then those that lean on no other."""
    return _with(told, _independent(told))


def shuffled(told: Told) -> str | None:
    """The same sentences, the last first."""
    return _with(told, _independent(told)[::-1])


def _with(told: Told, sentences: Sequence[str]) -> str | None:
    first = re.split(r"(?<=[a-z0-9)]\.)\s+(?=[A-Z])", " ".join(told.text.split()))[0]
    return " ".join((first, *sentences)) if len(sentences) >= _LEAST else None


CHANGES: dict[str, tuple[Change, Change]] = {
    "lines wrapped": (lambda told: told.text, wrapped),
    "Windows lines": (lambda told: told.text, windows),
    "blanks": (lambda told: told.text, spaced),
    "justified lines": (lambda told: told.text, justified),
    "quotation marks": (lambda told: told.text, curly),
    "dashes": (lambda told: told.text, dashes),
    "British spelling": (lambda told: told.text, british),
    "American spelling": (lambda told: told.text, american),
    "unrelated sentence": (lambda told: told.text, unrelated),
    "dateline left out": (lambda told: told.text, undated),
    "order of sentences": (straight, shuffled),
    "headline case": (lambda told: told.text, headline),
    "capitals": (lambda told: told.text, capitals),
    "states swapped": (lambda told: told.text, swapped),
}
"""Each change by name: what is read first, and what then; None where it does not apply."""


def share(name: str, dispatches: Sequence[Told], *, model: bool) -> tuple[float, int]:
    """The share of events that stay the same under a change, and of how many.

    Of two lists of unequal length the longer counts: an event too many is as bad as one too few.
    """
    before, after = CHANGES[name]
    same = all_of = 0
    for told in dispatches:
        one, other = before(told), after(told)
        if one is None or other is None:
            continue
        was = events(_read(one, told.day, model), told.pair if name == "states swapped" else None)
        now = events(_read(other, told.day, model), None)
        same += (was & now).total()
        all_of += max(was.total(), now.total())
    return same / max(all_of, 1), all_of


@cache
def _read(text: str, day: date | None, model: bool) -> Record | None:
    try:
        return record_of(open_dispatch(text.encode(), day=day), model=model)
    except InputRefused:
        return None


def events(record: Record | None, swap: tuple[str, str] | None) -> Counter[Key]:
    """The events by source, target, type and status, the states of a pair renamed to each other."""
    names = {} if swap is None else {swap[0]: swap[1], swap[1]: swap[0]}
    found: Counter[Key] = Counter()
    for event in () if record is None else record.events:
        renamed = event.swapped(names)
        ends = (renamed.source, renamed.target)
        if event.symmetric:
            ends = (min(ends, key=str), max(ends, key=str))
        found[(*ends, event.plover, event.status)] += 1
    return found
