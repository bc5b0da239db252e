"""The tables of the corpus's data card, as Markdown: what is in it, and how far two coders agree.

`python -m detente.backtest.corpus_card corpus` prints them; `corpus/README.md` holds them as printed.
"""

import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from detente.backtest.corpus import STATUSES, STYLES, Coded, read_corpus
from detente.backtest.corpus_second import Aligned, Row, Twice, aligned, read_second
from detente.backtest.matching import Tally, plover
from detente.backtest.record_scores import Scores
from detente.world.errors import DataError, DetenteError
from detente.world.kinds import KINDS

FOLDS = ("train", "development", "test")
EDITIONS = ("1", "2", "3")
SEED = 20221103
RESAMPLES = 1000
Label = TypeVar("Label", bound=Hashable)
SHOWN = 6
"""Kinds that are named for each PLOVER type."""

MEASURES = {
    "dyad": "the two states, of actual events",
    "triple": "the two states and the PLOVER type, of actual events",
    "dated": "the same, and the date",
    "told": "states and type, of events of any status",
    "status": "status, where states and type are the same",
    "count": "count, where states and type are the same and the first coder gives one",
    "links": "which event answers which",
}
FIELDS = ("date", "count", "deaths", "answers", "symmetric", "disputed", "implied")


def tables(folder: Path) -> dict[str, str]:
    """Every table of the card by its heading.

    Raises:
        DataError: `no-corpus` where the folder holds no coded dispatches, `bad-corpus` for a fault in one.
    """
    corpus = read_corpus(folder / "dispatches")
    if not corpus:
        raise DataError("no-corpus", f"{folder}: no dispatches/*.toml in it: name the folder of the corpus")
    twice = read_second(folder / "second", corpus)
    return {**_composition(corpus, twice), **(_agreed(twice) if twice else {})}


def _composition(corpus: Sequence[Coded], twice: Sequence[Twice]) -> dict[str, str]:
    return {
        "Size": size_table(corpus, twice),
        "Folds": group_table("fold", corpus, FOLDS, lambda coded: coded.fold),
        "Editions": group_table("edition", corpus, EDITIONS, lambda coded: str(coded.edition)),
        "Styles": group_table("style", corpus, STYLES, lambda coded: coded.style),
        "Days": group_table("written in", corpus, _decades(corpus), _decade),
        "Status": status_table(corpus),
        "Types and kinds": type_table(corpus),
        "Fields": field_table(corpus),
    }


def _agreed(twice: Sequence[Twice]) -> dict[str, str]:
    return {
        "Agreement": agreement_table(twice),
        "Fields of the events that both tell": aligned_table(twice),
        "Kinds chosen differently": difference_table(twice),
    }


def size_table(corpus: Sequence[Coded], twice: Sequence[Twice]) -> str:
    """How much there is of everything."""
    told = sum(len({event["sentence"] for event in coded.events}) for coded in corpus)
    sentences = sum(len(coded.sentences) for coded in corpus)
    return _markdown(
        ("what", "number"),
        (
            ("dispatches", len(corpus)),
            ("of these without an event (`no_event`)", sum(c.kind == "no_event" for c in corpus)),
            ("of these with an invented crisis (`invented`)", sum(c.invented for c in corpus)),
            ("crises", len({c.crisis for c in corpus if c.kind != "no_event"})),
            ("pairs of states", len({frozenset(c.pair) for c in corpus if c.pair})),
            ("sentences", sentences),
            ("sentences that tell no event", sentences - told),
            ("words", sum(len(c.text.split()) for c in corpus)),
            ("events", len(_events(corpus))),
            ("standing facts", sum(len(c.facts) for c in corpus)),
            ("kinds of act that occur", len({event["kind"] for event in _events(corpus)})),
            ("dispatches coded twice", len(twice)),
            ("sentences of these", sum(each.sentences for each in twice)),
        ),
    )


def group_table(
    heading: str, corpus: Sequence[Coded], names: Sequence[str], of: Callable[[Coded], str]
) -> str:
    """Sizes of each of the groups `names`, into which `of` puts the dispatches."""
    groups = {name: [coded for coded in corpus if of(coded) == name] for name in names}
    columns = (heading, "crises", "dispatches", "no event", "invented", "sentences", "events")
    return _markdown(columns, ((name, *_sizes(group)) for name, group in groups.items()))


def _sizes(group: Sequence[Coded]) -> tuple[int, ...]:
    return (
        len({coded.crisis for coded in group if coded.kind != "no_event"}),
        len(group),
        sum(coded.kind == "no_event" for coded in group),
        sum(coded.invented for coded in group),
        sum(len(coded.sentences) for coded in group),
        len(_events(group)),
    )


def _decade(coded: Coded) -> str:
    return f"{coded.date[:3]}0s" if coded.date else "no date"


def _decades(corpus: Sequence[Coded]) -> list[str]:
    return sorted({_decade(coded) for coded in corpus})


def status_table(corpus: Sequence[Coded]) -> str:
    """Events by status."""
    found = Counter(event["status"] for event in _events(corpus))
    rows = ((name, found[name], _share(found[name], found.total())) for name in STATUSES)
    return _markdown(("status", "events", "share"), rows)


def type_table(corpus: Sequence[Coded]) -> str:
    """Events by PLOVER type, most frequent first, with the kinds of each."""
    events = _events(corpus)
    types = Counter(plover(event) or "none" for event in events)
    kinds = {name: Counter(e["kind"] for e in events if (plover(e) or "none") == name) for name in types}
    rows = ((name, n, len(kinds[name]), _most(kinds[name])) for name, n in _ordered(types))
    return _markdown(("PLOVER type", "events", "kinds", "most frequent kinds"), rows)


def _most(kinds: Counter[str]) -> str:
    return ", ".join(f"{kind} {n}" for kind, n in _ordered(kinds)[:SHOWN])


def field_table(corpus: Sequence[Coded]) -> str:
    """How many events have each of the fields that not all have."""
    events = _events(corpus)
    found = {f"`{name}`": sum(_given(event, name) for event in events) for name in FIELDS}
    found["`source_actor` or `target_actor`: no state"] = sum(
        "source_actor" in event or "target_actor" in event for event in events
    )
    actual = [event for event in events if event["status"] == "actual"]
    undated = sum("date" not in event for event in actual)
    rows = [(name, n, _share(n, len(events))) for name, n in found.items()]
    return _markdown(
        ("field", "events", "share"),
        (*rows, ("actual, but no `date`", undated, _share(undated, len(actual)))),
    )


def _given(event: Row, name: str) -> bool:
    value = event.get(name)
    return value is not None and value is not False and value != []


def agreement_table(twice: Sequence[Twice]) -> str:
    """F1 of the second coder by the first, with a bootstrap over dispatches, and the other way round."""
    forward, back = [_scores(each) for each in twice], [_scores(each.turned()) for each in twice]
    rows = (
        (words, *_agreement([getattr(s, name) for s in forward]), _f1(_sum(getattr(s, name) for s in back)))
        for name, words in MEASURES.items()
    )
    columns = ("measure", "first", "second", "both", "F1 (95 %)", "other way round")
    return _markdown(columns, (*rows, ("words that overlap, whatever the codes", *_overlap(twice), "")))


def _scores(twice: Twice) -> Scores:
    scores = Scores()
    scores.add(twice.rows, twice.events, quiet=False)
    return scores


def _agreement(tallies: Sequence[Tally]) -> tuple[int, int, int, str]:
    whole = _sum(tallies)
    each = np.array([(t.right, t.read, t.coded) for t in tallies])
    picks = np.random.default_rng(SEED).integers(len(each), size=(RESAMPLES, len(each)))
    right, read, coded = each[picks].sum(axis=1).T
    low, high = np.quantile(2 * right / np.maximum(read + coded, 1), (0.025, 0.975))
    return whole.coded, whole.read, whole.right, f"{_f1(whole)} ({low:.2f}-{high:.2f})"


def _overlap(twice: Sequence[Twice]) -> tuple[int, int, int, str]:
    return _agreement([Tally(len(aligned(each)), len(each.events), len(each.rows)) for each in twice])


def aligned_table(twice: Sequence[Twice]) -> str:
    """How often the codes of events whose words overlap are the same, and Cohen's kappa."""
    both = [pair for each in twice for pair in aligned(each)]
    rows = []
    for name, of in _LABELS.items():
        labels = [of(pair) for pair in both]
        same = sum(one == other for one, other in labels)
        rows.append((name, len(labels), same, _share(same, len(labels)), f"{kappa(labels):.2f}"))
    return _markdown(("field", "events", "the same", "share", "kappa"), rows)


def kappa(labels: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa of pairs of labels; 1 where no two labels occur.

    (Cohen 1960, Educational and Psychological Measurement 20, page 40.)
    """
    n = max(len(labels), 1)
    seen = sum(one == other for one, other in labels) / n
    ones, others = Counter(one for one, _ in labels), Counter(other for _, other in labels)
    chance = sum(count * others[label] for label, count in ones.items()) / n**2
    return 1.0 if not labels or chance == 1.0 else (seen - chance) / (1.0 - chance)


def _states(pair: Aligned) -> tuple[Hashable, Hashable]:
    """Who and whom; without order where either coder says that there is none."""
    ends = [(row.get("source"), row.get("target")) for row in pair]
    if any(row.get("symmetric") for row in pair):
        ends = [tuple(sorted(end, key=str)) for end in ends]  # type: ignore[misc]
    return ends[0], ends[1]


_LABELS: Mapping[str, Callable[[Aligned], tuple[Hashable, Hashable]]] = {
    "PLOVER type": lambda pair: (plover(pair[0]), plover(pair[1])),
    "kind": lambda pair: (pair[0]["kind"], pair[1]["kind"]),
    "states, who and whom": _states,
    "status": lambda pair: (pair[0]["status"], pair[1]["status"]),
    "date, letter by letter": lambda pair: (pair[0].get("date"), pair[1].get("date")),
    "count": lambda pair: (pair[0].get("count"), pair[1].get("count")),
}


def difference_table(twice: Sequence[Twice]) -> str:
    """Kinds that the coders gave to the same words, where they are not the same; most frequent first."""
    both = (pair for each in twice for pair in aligned(each))
    found = Counter(tuple(sorted((a["kind"], b["kind"]))) for a, b in both if a["kind"] != b["kind"])
    rows = ((f"{one} / {other}", _same_type(one, other), n) for (one, other), n in _ordered(found))
    return _markdown(("kinds", "same PLOVER type", "events"), rows)


def _same_type(one: str, other: str) -> str:
    return "yes" if KINDS[one].plover == KINDS[other].plover else "no"


def _events(corpus: Sequence[Coded]) -> list[Row]:
    return [event for coded in corpus for event in coded.events]


def _ordered(counts: Mapping[Label, int]) -> list[tuple[Label, int]]:
    """Most frequent first, of equals by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _f1(tally: Tally) -> str:
    return f"{tally.f1:.2f}"


def _share(n: int, of: int) -> str:
    return f"{100 * n / of:.0f} %" if of else "-"


def _markdown(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; numbers with commas at thousands."""
    lines = [columns, ["---"] * len(columns), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def main(folder: Path) -> int:
    """Print the tables under their headings; the exit status, 3 where the corpus cannot be read."""
    try:
        found = tables(folder)
    except DetenteError as error:
        print(f"detente: {error.code}: {error.message}", file=sys.stderr)
        return error.exit_status
    print("\n\n".join(f"### {heading}\n\n{table}" for heading, table in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpus")))
