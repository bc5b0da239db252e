"""The sets of coded dispatches that the record room is scored on."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.backtest.corpus import Coded
from detente.world.kinds import KINDS

Row = Mapping[str, Any]
OTHER = "accident"
"""What a kind that only others know is taught as; its own PLOVER type is kept."""


@dataclass(frozen=True, slots=True)
class Case:
    """A dispatch to read: its bytes and name as a user has them, its coded events, whether it tells none."""

    name: str
    raw: bytes
    day: date | None
    rows: Sequence[Row]
    quiet: bool
    group: str
    sentences: int


def corpus_cases(corpus: Sequence[Coded], fold: str) -> tuple[Case, ...]:
    """The dispatches of one fold of the corpus; groups are crises."""
    return tuple(
        Case(
            name=f"{coded.id}.txt",
            raw=coded.text.encode(),
            day=date.fromisoformat(coded.date) if coded.date else None,
            rows=coded.events,
            quiet=coded.kind == "no_event",
            group=coded.crisis,
            sentences=len(coded.sentences),
        )
        for coded in corpus
        if coded.fold == fold
    )


def gold_cases(folder: Path) -> tuple[Case, ...]:
    """The dispatches of a folder with a `gold.jsonl` of the shared codebook, without the bad inputs."""
    return tuple(_gold(folder))


def gold_coded(folder: Path) -> tuple[Coded, ...]:
    """The same dispatches as teachers want them; an event's span is its sentence, marked `whole`."""
    return tuple(_gold_coded(folder))


def _gold_coded(folder: Path) -> Iterator[Coded]:
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["doc_type"] == "bad_input":
            continue
        spans = tuple((first, last) for first, last in item["sentences"])
        rows = [
            {
                **row,
                "answers": row.get("in_response_to"),
                "kind": row["kind"] if row["kind"] in KINDS else OTHER,
            }
            for row in item["events"]
        ]
        yield Coded(
            id=item["id"],
            crisis=item["id"],
            date=item["doc_date"],
            pair=tuple(item["pair"]) if item["pair"] else None,
            style=item["style"],
            edition=0,
            invented=False,
            kind=item["doc_type"],
            text=(folder / Path(item["file"]).name).read_text(encoding="utf-8"),
            sentences=spans,
            events=tuple({**row, "span": spans[row["sentence"]], "whole": True} for row in rows),
            facts=(),
        )


def _gold(folder: Path) -> Iterator[Case]:
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["doc_type"] == "bad_input":
            continue
        name = Path(item["file"]).name
        yield Case(
            name=name,
            raw=(folder / name).read_bytes(),
            day=None,
            rows=[{**row, "answers": row.get("in_response_to")} for row in item["events"]],
            quiet=item["doc_type"] == "no_event",
            group=item["id"],
            sentences=len(item["sentences"]),
        )
