"""Fits the ranker of the record room on the corpus: teachers read it by its codes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path

from detente.archive import tables
from detente.archive.models import write_models
from detente.backtest.corpus import Coded, read_corpus
from detente.backtest.record_scores import Scores
from detente.backtest.record_sets import gold_coded
from detente.record.answer import answer
from detente.record.dispatch import Dispatch, open_dispatch
from detente.record.examiner import Examiner
from detente.record.fit import fit_models, fit_right
from detente.record.gazetteer import Gazetteer
from detente.record.judge import Judge
from detente.record.ranker import Least, Models, Ranker
from detente.record.teacher import Samples, Teacher
from detente.world.actor import Dyad
from detente.world.record import Record

Progress = Callable[[str], None]
Cases = Mapping[str, Samples]

READERS = {"model": True, "patterns": False}

FOLDS = ("train", "development")
"""What is fitted on; choices were made with models of the train fold alone, read on the development fold."""

PARTS = 3
"""Parts of the crises: each is read by models fitted on the others, to learn how far they may be trusted."""


def dispatch_of(coded: Coded) -> Dispatch:
    """The dispatch as a user would hand it in."""
    day = date.fromisoformat(coded.date) if coded.date else None
    return open_dispatch(coded.text.encode(), name=f"{coded.id}.txt", day=day)


def read(coded: Coded, gazetteer: Gazetteer, judge: Judge, *, model: bool, pair: bool = False) -> Record:
    """What a judge makes of a coded dispatch; with `pair` it is told the two states."""
    known = Dyad.of(*coded.pair) if pair and coded.pair else None
    return answer(dispatch_of(coded), gazetteer, pair=known, model=model, judge=judge)


def teach(coded: Coded, gazetteer: Gazetteer, *, model: bool) -> Cases:
    """The cases that a coded dispatch teaches."""
    teacher = Teacher(coded.events)
    read(coded, gazetteer, teacher, model=model, pair=True)
    return teacher.samples


def fit(corpus: Sequence[Coded], *, model: bool, least: Least, progress: Progress) -> Ranker:
    """The ranker fitted on some coded dispatches; its trust on what rankers of the other parts read."""
    gazetteer = gazetteer_of_tables()
    cases = {}
    for n, coded in enumerate(corpus, 1):
        cases[coded.id] = teach(coded, gazetteer, model=model)
        if n % 50 == 0:
            progress(f"taught by {n} of {len(corpus)} dispatches")
    trust, beyond = Samples(), Scores()
    for held, ranker in held_out(corpus, cases, replace(least, event=0.0), progress):
        for coded in held:
            examiner = Examiner(ranker, coded.events)
            record = read(coded, gazetteer, examiner, model=model, pair=True)
            trust.extend(examiner.samples)
            if coded.events and coded.events[0].get("whole"):
                beyond.add(coded.events, record.events, quiet=False)
    models = replace(fit_models(cases.values()), right=fit_right(trust))
    progress(
        f"fitted on all; --also, held out: triple F1 {beyond.triple.f1:.3f}, dyad F1 {beyond.dyad.f1:.3f}"
    )
    return Ranker(models, least)


def held_out(
    corpus: Sequence[Coded], cases: Mapping[str, Cases], least: Least, progress: Progress
) -> Iterator[tuple[list[Coded], Ranker]]:
    """For each part of the crises its dispatches and a ranker fitted on the rest."""
    crises = sorted({coded.crisis for coded in corpus})
    part_of = {crisis: k % PARTS for k, crisis in enumerate(crises)}
    for part in range(PARTS):
        rest = [cases[c.id] for c in corpus if part_of[c.crisis] != part]
        ranker = Ranker(fit_models(rest), least)
        progress(f"fitted without part {part + 1} of {PARTS}")
        yield [c for c in corpus if part_of[c.crisis] == part], ranker


def gazetteer_of_tables() -> Gazetteer:
    """The gazetteer of our tables."""
    return Gazetteer(tables.states(), tables.names(), tables.leaders(), tables.places())


def write_fitted(folder: Path, out: Path, progress: Progress, also: Path | None = None) -> Iterator[Path]:
    """Fit a ranker for each reader of sentences on a corpus without its test fold and write it; the paths.

    `also` is a folder of dispatches coded sentence by sentence in a `gold.jsonl`.
    """
    corpus = [coded for coded in read_corpus(folder) if coded.fold in FOLDS]
    corpus += gold_coded(also) if also is not None else ()
    for reader, model in READERS.items():
        ranker = fit(corpus, model=model, least=Least(), progress=progress)
        models = {field.name: getattr(ranker.models, field.name) for field in fields(Models)}
        path = out / f"{reader}.npz"
        write_models(path, models, asdict(ranker.least))
        yield path
