"""Our own coded dispatches: one TOML file each, with the text, its sentences and the events that it tells."""

import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.world.errors import DataError
from detente.world.kinds import KINDS
from detente.world.when import When

STYLES = ("wire", "telegraphic", "commentary", "translated", "official", "ticker")
STATUSES = ("actual", "historical", "hypothetical", "denied")
_FIELDS = frozenset(
    (
        *(
            "words",
            "nth",
            "source",
            "target",
            "source_actor",
            "target_actor",
            "kind",
            "plover",
            "cameo",
            "date",
        ),
        *(
            "status",
            "count",
            "qualifier",
            "deaths",
            "answers",
            "symmetric",
            "disputed",
            "claimed_by",
            "implied",
            "note",
        ),
    )
)
_CODE = re.compile(r"[A-Z]{3}|IGO:.*")
_FOLDS = ("train",) * 6 + ("development",) * 2 + ("test",) * 2


@dataclass(frozen=True, slots=True)
class Coded:
    """A dispatch of the corpus: its text as one reads it, the character span of each sentence, and its codes.

    `events` and `facts` are rows with the fields of `corpus/GUIDE.md`, each with `span` and `sentence` added.
    """

    id: str
    crisis: str
    date: str | None
    pair: tuple[str, str] | None
    style: str
    edition: int
    invented: bool
    kind: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    events: tuple[Mapping[str, Any], ...]
    facts: tuple[Mapping[str, Any], ...]

    @property
    def fold(self) -> str:
        """Train, development or test: by the crisis, so that no crisis is on two sides."""
        return _FOLDS[int(hashlib.sha256(self.crisis.encode()).hexdigest(), 16) % len(_FOLDS)]


def read_corpus(folder: Path) -> tuple[Coded, ...]:
    """Every dispatch of a folder, by name.

    Raises:
        DataError: `bad-corpus` for the first fault of the first file that has one.
    """
    return tuple(read_coded(path) for path in sorted(folder.glob("*.toml")))


def read_coded(path: Path) -> Coded:
    """One dispatch.

    Raises:
        DataError: `bad-corpus`, saying what was found, where.
    """
    try:
        row = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("bad-corpus", f"{path}: {error}") from error
    faults = list(_faults(path, row))
    if faults:
        raise DataError("bad-corpus", faults[0])
    text, sentences = _laid_out(row["text"])
    return Coded(
        id=row["id"],
        crisis=row["crisis"],
        date=str(row["date"]) if "date" in row else None,
        pair=tuple(row["pair"]) if "pair" in row else None,
        style=row["style"],
        edition=row.get("edition", 1),
        invented=row.get("invented", False),
        kind=row.get("type", "dispatch"),
        text=text,
        sentences=sentences,
        events=tuple(_placed(text, sentences, e) for e in row.get("event", ())),
        facts=tuple(_placed(text, sentences, f) for f in row.get("fact", ())),
    )


def _laid_out(source: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text with its paragraphs, and where each line of the source, a sentence, stands in it."""
    text, spans = "", []
    for paragraph in source.strip("\n").split("\n\n"):
        text += "\n\n" if text else ""
        for k, line in enumerate(filter(None, (part.strip() for part in paragraph.split("\n")))):
            text += " " if k else ""
            spans.append((len(text), len(text) + len(line)))
            text += line
    return text + "\n", tuple(spans)


def _placed(text: str, sentences: tuple[tuple[int, int], ...], row: Mapping[str, Any]) -> Mapping[str, Any]:
    start = _find(text, row["words"], row.get("nth", 1))
    span = (start, start + len(row["words"]))
    sentence = next(k for k, (a, b) in enumerate(sentences) if a <= start < b)
    return {"status": "actual", **row, "span": span, "sentence": sentence}


def _find(text: str, words: str, nth: int) -> int:
    start = -1
    for _ in range(nth):
        start = text.find(words, start + 1)
        if start < 0:
            return -1
    return start


def _faults(path: Path, row: Mapping[str, Any]) -> Iterator[str]:
    for key in ("id", "crisis", "style", "text"):
        if not isinstance(row.get(key), str):
            yield f"{path}: `{key}` is missing"
            return
    if row["id"] != path.stem:
        yield f"{path}: id {row['id']!r} is not the file's name"
    for fault in _head_faults(row):
        yield f"{path}: {fault}"
    text, sentences = _laid_out(row["text"])
    for k, event in enumerate(row.get("event", ())):
        for fault in _event_faults(text, sentences, event, len(row["event"])):
            yield f"{path}: event {k}: {fault}"
    for k, fact in enumerate(row.get("fact", ())):
        for fault in _words_faults(text, sentences, fact):
            yield f"{path}: fact {k}: {fault}"


def _head_faults(row: Mapping[str, Any]) -> Iterator[str]:
    if row["style"] not in STYLES:
        yield f"style {row['style']!r}; known are {', '.join(STYLES)}"
    kind, pair = row.get("type", "dispatch"), row.get("pair", ["", ""])
    if kind not in ("dispatch", "no_event"):
        yield f"type {kind!r}; known are dispatch, no_event"
    if kind == "no_event" and row.get("event"):
        yield "type 'no_event', but it has events"
    if "date" in row and type(row["date"]) is not date:
        yield f"date {row['date']!r} is no day; write it as 1975-10-03, without quotes"
    if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(code, str) for code in pair)):
        yield f"pair {pair!r} is not two codes"


def _event_faults(
    text: str, sentences: tuple[tuple[int, int], ...], event: Mapping[str, Any], n: int
) -> Iterator[str]:
    unknown = set(event) - _FIELDS
    if unknown:
        yield f"unknown field {', '.join(sorted(unknown))}"
    yield from _words_faults(text, sentences, event)
    if event.get("kind") not in KINDS:
        yield f"kind {event.get('kind')!r} is not known"
    if event.get("status", "actual") not in STATUSES:
        yield f"status {event['status']!r}; known are {', '.join(STATUSES)}"
    answers = event.get("answers")
    if answers is not None and not (isinstance(answers, int) and 0 <= answers < n):
        yield f"answers {answers!r} is no event of this file"
    for end in ("source", "target"):
        code = event.get(end)
        if code is not None and not _CODE.fullmatch(str(code)):
            yield f"{end} {code!r} is no ISO3 code and no IGO:"
    if "date" in event:
        try:
            When.parse(event["date"])
        except (ValueError, TypeError, DataError) as error:
            yield f"date {event['date']!r}: {error}"


def _words_faults(text: str, sentences: tuple[tuple[int, int], ...], row: Mapping[str, Any]) -> Iterator[str]:
    words = row.get("words", "")
    start = _find(text, words, row.get("nth", 1)) if words else -1
    if start < 0:
        yield f"words {words!r} are not in the text (one sentence, copied exactly)"
    elif not any(a <= start and start + len(words) <= b for a, b in sentences):
        yield f"words {words!r} do not stand within one sentence"


def main(folder: Path) -> int:
    """Print every fault of every file of a folder, and a count; 1 if there is any."""
    total, sentences, events = 0, 0, 0
    for path in sorted(folder.glob("*.toml")):
        try:
            row = tomllib.loads(path.read_text(encoding="utf-8"))
            faults = list(_faults(path, row))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults = [f"{path}: {error}"]
        print(*faults, sep="\n", end="\n" if faults else "")
        total += len(faults)
        if not faults:
            coded = read_coded(path)
            sentences += len(coded.sentences)
            events += len(coded.events)
    print(f"{sentences} sentences, {events} events, {total} faults")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
