"""The record room against the rules alone, on crises of the corpus that nothing was fitted on."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from detente.assess import ranker
from detente.backtest.corpus import Coded, read_corpus
from detente.backtest.record_fit import READERS, gazetteer_of_tables
from detente.backtest.record_scores import Scores
from detente.backtest.record_sets import Case, corpus_cases
from detente.record.answer import answer
from detente.record.dispatch import open_dispatch
from detente.record.gazetteer import Gazetteer
from detente.record.judge import Judge
from detente.record.ranker import Ranker
from detente.record.rules import Rules
from detente.world.answers import Comparison
from detente.world.errors import DataError, InputRefused
from detente.world.estimate import Interval
from detente.world.event import Event

CORPUS = Path("corpus/dispatches")
RESAMPLES = 1000
SEED = 20221103
TEST = "test fold of the corpus, whole crises that nothing was fitted on; 95 % of a bootstrap over crises"
MEASURES = ("triple", "dyad", "dated", "links")

Progress = Callable[[str], None]
Read = Sequence[tuple[Case, Scores]]


def run(data: Path, *, progress: Progress) -> tuple[Comparison, ...]:  # noqa: ARG001  (the corpus is our own)
    """The ranker beside the rules for each reader of sentences; 1 - F1, the share missed or made up.

    Raises:
        DataError: `no-corpus` where the corpus is not at hand, `no-weights` where nothing was fitted.
    """
    cases = corpus_cases(corpus_at_hand(), "test")
    rows: list[Comparison] = []
    for reader, model in READERS.items():
        ranked = read_all(cases, ranker_of(reader), model=model, progress=progress)
        ruled = read_all(cases, Rules(), model=model, progress=progress)
        rows += [_comparison(reader, measure, ranked, ruled) for measure in MEASURES]
    return tuple(rows)


def corpus_at_hand(folder: Path = CORPUS) -> tuple[Coded, ...]:
    """The corpus in the source tree; DataError `no-corpus` elsewhere."""
    if not folder.is_dir():
        raise DataError("no-corpus", f"{folder} is no folder: run this in a clone of the project")
    return read_corpus(folder)


def ranker_of(reader: str) -> Ranker:
    """The ranker that ships for a reader of sentences; DataError `no-weights` if none does."""
    found = ranker(reader)
    if found is None:
        raise DataError("no-weights", f"no fitted weights for {reader}: run `detente fit record` first")
    return found


def read_all(cases: Sequence[Case], judge: Judge, *, model: bool, progress: Progress) -> Read:
    """Each case with its scores as `judge` reads it."""
    gazetteer = gazetteer_of_tables()
    found = []
    for n, case in enumerate(cases, 1):
        scores = Scores()
        scores.add(case.rows, events_of(case, gazetteer, judge, model=model), quiet=case.quiet)
        found.append((case, scores))
        if n % 25 == 0:
            progress(f"read {n} of {len(cases)}")
    return found


def events_of(case: Case, gazetteer: Gazetteer, judge: Judge, *, model: bool) -> tuple[Event, ...]:
    """What is read in a case; nothing where it is refused."""
    try:
        dispatch = open_dispatch(case.raw, name=case.name, day=case.day)
    except InputRefused:
        return ()
    return answer(dispatch, gazetteer, model=model, judge=judge).events


def total(read: Read) -> Scores:
    """The scores of all cases together."""
    whole = Scores()
    for _, scores in read:
        for name in ("dyad", "triple", "dated", "told", "status", "count", "links"):
            setattr(whole, name, getattr(whole, name) + getattr(scores, name))
        whole.quiet += scores.quiet
        whole.disturbed += scores.disturbed
        whole.trust += scores.trust
    return whole


def _comparison(reader: str, measure: str, ranked: Read, ruled: Read) -> Comparison:
    ours, plain = _by_group(ranked, measure), _by_group(ruled, measure)
    point, gap = _missed(ours.sum(axis=0)) - _missed(plain.sum(axis=0)), _interval(ours, plain)
    return Comparison(
        model=f"ranker, {reader}: {measure}",
        baseline="rules alone",
        score="1 - F1",
        n=int(ours.sum(axis=0)[2]),
        value=_missed(ours.sum(axis=0)),
        baseline_value=_missed(plain.sum(axis=0)),
        difference=Interval(point, *gap),
        used=gap[1] < 0.0 or measure != "triple",
        test=TEST,
    )


def _by_group(read: Read, measure: str) -> np.ndarray:
    """Right, read and coded of each crisis, shape (crises, 3)."""
    sums: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(3))
    for case, scores in read:
        each = getattr(scores, measure)
        sums[case.group] += (each.right, each.read, each.coded)
    return np.array([sums[group] for group in sorted(sums)])


def _missed(tally: np.ndarray) -> float:
    right, read, coded = tally
    return float(1.0 - 2 * right / (read + coded)) if read + coded else 1.0


def _interval(ours: np.ndarray, plain: np.ndarray) -> tuple[float, float]:
    rng = np.random.default_rng(SEED)
    picks = rng.integers(len(ours), size=(RESAMPLES, len(ours)))
    gaps = [_missed(ours[k].sum(axis=0)) - _missed(plain[k].sum(axis=0)) for k in picks]
    low, high = np.quantile(gaps, (0.025, 0.975))
    return float(low), float(high)
