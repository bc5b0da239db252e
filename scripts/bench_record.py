"""How well and how fast dispatches are read; `make bench-record`.

Prints tables of the corpus's test fold, of the shared gold dispatches and of ICBe where they are at hand, of
what each part of the reader adds, of calibration and speed, and, as the last line, JSON
{measure: {value, peer, ratio, goal, holds}}.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.backtest.corpus import Coded
from detente.backtest.mixed import DECISIONS, Mixed
from detente.backtest.record import corpus_at_hand, ranker_of, read_all, total
from detente.backtest.record_fit import READERS, gazetteer_of_tables
from detente.backtest.record_scores import Scores
from detente.backtest.record_sets import Case, corpus_cases, gold_cases
from detente.record.answer import answer
from detente.record.dispatch import open_dispatch
from detente.record.gazetteer import Gazetteer
from detente.record.judge import Judge
from detente.record.ranker import Ranker
from detente.record.rules import Rules

HERE = Path(__file__).parent.parent
GOLD = Path(os.environ.get("DETENTE_SHARED_DISPATCHES", HERE.parent / "shared/dispatches"))
DATA = HERE.parent / "shared/data"
CORPUS = HERE / "corpus/dispatches"
ENOUGH = 2_000
"""Sentences that speed is measured on."""

Line = dict[str, Any]


def say(text: str = "") -> None:
    """Print to stdout, for people."""
    print(text, flush=True)


def note(text: str) -> None:
    """Progress, to stderr."""
    print(text, file=sys.stderr, flush=True)


def row(name: str, s: Scores) -> str:
    """One line of the table of scores."""
    quiet = f"{s.disturbed}/{s.quiet}" if s.quiet else "-"
    return (
        f"{name:<34} {s.triple.precision:5.3f} {s.triple.recall:5.3f} {s.triple.f1:5.3f}  {s.dyad.f1:5.3f} "
        f"{s.dated.f1:5.3f} {s.told.f1:5.3f}  {s.status.recall:5.3f} {s.count.recall:5.3f} "
        f"{s.links.f1:5.3f}  "
        f"{quiet:>6}  {s.calibration():5.3f} {s.accuracy_at(0.8):5.3f}"
    )


HEAD = (
    f"{'':<34} {'P':>5} {'R':>5} {'F1':>5}  {'dyad':>5} {'dated':>5} {'all':>5}  {'stat.':>5} {'count':>5} "
    f"{'links':>5}  {'false':>6}  {'ECE':>5} {'acc80':>5}"
)


def scored(cases: Sequence[Case], judge: Judge, model: bool) -> Scores:
    """All cases read by a judge."""
    return total(read_all(cases, judge, model=model, progress=lambda _: None))


def quality(name: str, cases: Sequence[Case]) -> dict[str, Scores]:
    """The table of one set: ranker and rules, with the parser and with patterns."""
    say(f"\n{name}: {len(cases)} dispatches, {sum(case.sentences for case in cases):,} sentences")
    say(HEAD)
    found = {}
    for reader, model in READERS.items():
        for judged, judge in (("ranker", ranker_of(reader)), ("rules", Rules())):
            found[f"{reader} {judged}"] = scored(cases, judge, model)
            say(row(f"{judged}, {reader}", found[f"{reader} {judged}"]))
    return found


def ablation(cases: Sequence[Case]) -> None:
    """What each decision adds when evidence takes it over from the rules, in order, and then context."""
    say(f"\nwhat each part adds: test fold, {len(cases)} dispatches, parser")
    say(HEAD)
    ranker = ranker_of("model")
    evidence = Ranker(ranker.models, ranker.least)
    for upto in range(len(DECISIONS) + 1):
        name = "rules alone" if upto == 0 else f"+ {DECISIONS[upto - 1]}"
        say(row(name, scored(cases, Mixed(evidence, DECISIONS[:upto]), True)))
    say(row("+ words in context", scored(cases, ranker, True)))


def speed(corpus: Sequence[Coded], reader: str, judge: Judge) -> float:
    """Sentences a CPU second, end to end in one process, after one dispatch to warm up."""
    gazetteer, model = gazetteer_of_tables(), READERS[reader]
    texts = [(coded.text.encode(), coded.id) for coded in corpus if coded.date]
    answer(open_dispatch(texts[0][0], name=texts[0][1]), gazetteer, model=model, judge=judge)
    start, sentences = time.process_time(), 0
    for coded, (raw, name) in zip((c for c in corpus if c.date), texts, strict=True):
        answer(open_dispatch(raw, name=name), gazetteer, model=model, judge=judge)
        sentences += len(coded.sentences)
        if sentences >= ENOUGH:
            break
    return sentences / (time.process_time() - start)


def growth(corpus: Sequence[Coded], judge: Judge) -> tuple[float, float]:
    """CPU seconds for half a megabyte and for a megabyte of dispatches in one text; the better of two."""
    gazetteer = gazetteer_of_tables()
    whole = "\n\n".join(coded.text for coded in corpus)
    seconds = []
    for size in (500_000, 1_000_000):
        raw = (whole * (1 + size // len(whole)))[:size].encode()
        seconds.append(min(_seconds(raw, gazetteer, judge) for _ in range(2)))
    return seconds[0], seconds[1]


def _seconds(raw: bytes, gazetteer: Gazetteer, judge: Judge) -> float:
    start = time.process_time()
    answer(open_dispatch(raw, name="long.txt"), gazetteer, model=False, judge=judge)
    return time.process_time() - start


def line(value: float, goal: float, *, peer: float | None = None, most: bool = False) -> Line:
    """One measure of the last line; `most`: the goal is an upper bound."""
    holds = value <= goal if most else value >= goal
    ratio = None if not peer else round(value / peer, 3)
    return {"value": round(value, 4), "peer": peer, "ratio": ratio, "goal": goal, "holds": holds}


def gold_lines(found: dict[str, Scores]) -> dict[str, Line]:
    """The measures on the shared gold dispatches; peer is PETRARCH2 as it was measured on a like set."""
    ours, plain = found["model ranker"], found["patterns ranker"]
    return {
        "gold triple F1": line(ours.triple.f1, 0.75, peer=0.28),
        "gold dyad F1": line(ours.dyad.f1, 0.88, peer=0.38),
        "gold dated F1": line(ours.dated.f1, 0.68),
        "gold status accuracy": line(ours.status.recall, 0.90),
        "gold count accuracy": line(ours.count.recall, 0.95),
        "gold answers_to F1": line(ours.links.f1, 0.60),
        "gold false events": line(ours.disturbed, 0, most=True),
        "gold triple F1 without the model": line(plain.triple.f1, 0.45),
    }


def corpus_lines(found: dict[str, Scores]) -> dict[str, Line]:
    """The measures on the test fold; peer is our own rules."""
    ours, plain = found["model ranker"], found["model rules"]
    return {
        "test triple F1": line(ours.triple.f1, 0.60, peer=round(plain.triple.f1, 4)),
        "test dyad F1": line(ours.dyad.f1, 0.80, peer=round(plain.dyad.f1, 4)),
        "test calibration error": line(ours.calibration(), 0.05, most=True),
        "test accuracy at 80 % coverage": line(ours.accuracy_at(0.8), 0.90),
        "test false events": line(ours.disturbed, 0, most=True),
    }


def speed_lines(corpus: Sequence[Coded]) -> dict[str, Line]:
    """Speed of both readers and of a long text."""
    say("\nspeed, end to end, one process")
    lines = {}
    for reader, goal, peer in (("model", 200, 5.0), ("patterns", 2_000, None)):
        value = speed(corpus, reader, ranker_of(reader))
        say(f"{reader:<10} {value:8.0f} sentences a CPU second")
        lines[f"sentences a CPU second, {reader}"] = line(value, goal, peer=peer)
    half, whole = growth(corpus, ranker_of("patterns"))
    say(f"0.5 MB {half:.1f} CPU s, 1 MB {whole:.1f} CPU s: x{whole / half:.2f} (linear is 2)")
    return {**lines, "growth from 0.5 to 1 MB": line(whole / half, 2.3, most=True)}


def icbe_lines() -> dict[str, Line]:
    """ICBe's held-out crises, where the tables are at hand."""
    from detente.backtest.icbe import OURS, RULES, icbe_report, lines

    report = icbe_report(DATA, model=True, part="held-out", progress=note)
    say("\n" + "\n".join(lines(report)))
    f1 = {
        row["reader"]: row["value"]
        for row in report["rows"]
        if row["measure"] == "pairs" and row["score"] == "F1"
    }
    ours, rules = f1[OURS], f1[RULES]
    return {"ICBe pair F1 above spaCy rules": line(ours - rules, 0.10, peer=round(rules, 4))}


def main() -> None:
    """Run everything that is at hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-icbe", action="store_true", help="leave out ICBe (about two minutes)")
    options = parser.parse_args()
    corpus = corpus_at_hand(CORPUS)
    result = corpus_lines(quality("corpus, test fold", corpus_cases(corpus, "test")))
    if (GOLD / "gold.jsonl").exists():
        result |= gold_lines(quality("shared gold dispatches (development figures)", gold_cases(GOLD)))
    ablation(corpus_cases(corpus, "test"))
    result |= speed_lines(corpus)
    if DATA.is_dir() and not options.no_icbe:
        result |= icbe_lines()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
