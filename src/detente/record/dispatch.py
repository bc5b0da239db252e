"""A dispatch: its text, its own day, and what was odd about it."""

import re
from dataclasses import dataclass
from datetime import date

from detente.record.clean import clean, decode, unwrapped
from detente.record.dateline import own_day
from detente.record.language import foreign_language
from detente.world.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A dispatch that can be read: `text` has the length of the decoded file, so offsets hold for both.

    `day` is its own day (None: not known) and `day_source` says where it was found.
    """

    name: str | None
    text: str
    day: date | None
    day_source: str | None
    notes: tuple[str, ...]


def open_dispatch(raw: bytes, *, name: str | None = None, day: date | None = None) -> Dispatch:
    """Decode, clean and date a dispatch.

    Raises:
        InputRefused: `too-long`, `empty`, `binary`, `too-short`, `looks-like-table` or `language`.
    """
    text, notes = clean(decode(raw))
    _refuse(text)
    text = unwrapped(text)
    found, source, more = own_day(text, name, day)
    return Dispatch(name, text, found, source, (*notes, *more))


def _refuse(text: str) -> None:
    _refuse_table(text)
    language = foreign_language(text)
    if language:
        raise InputRefused("language", f"the text is in {language}: only English is read; translate it first")
    words = re.findall(r"\w+", text[:2000])
    if not words:
        raise InputRefused("empty", "the input holds no words: give a dispatch of at least one sentence")
    if len(words) < 3:
        raise InputRefused("too-short", f"{len(words)} word(s) of text: give at least one sentence")


def _refuse_table(text: str) -> None:
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    for mark in ",;\t|":
        counts = {line.count(mark) for line in lines}
        plain = all(". " not in line and len(line) < 400 for line in lines)
        if len(lines) >= 2 and len(counts) == 1 and min(counts) >= 2 and plain:
            raise InputRefused(
                "looks-like-table",
                f"{len(lines)} lines of {min(counts) + 1} fields look like an event table: "
                "use `detente ingest events FILE`",
            )
