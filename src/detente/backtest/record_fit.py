"""Fits the ranker of the record room on the corpus: teachers read it by its codes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path

from detente.archive import tables
from detente.archive.models import write_context, write_models
from detente.backtest.context_base import kept_pieces
from detente.backtest.context_fit import RATE, fit_context
from detente.backtest.context_lessons import Lesson
from detente.backtest.corpus import Coded, read_corpus
from detente.backtest.record_scores import Scores
from detente.backtest.record_sets import gold_coded
from detente.record.answer import answer
from detente.record.context import ContextModel
from detente.record.dispatch import Dispatch, open_dispatch
from detente.record.examiner import Examiner
from detente.record.fit import fit_models, fit_right
from detente.record.gazetteer import Gazetteer
from detente.record.judge import Judge
from detente.record.layout import lay_out
from detente.record.pieces import Pieces
from detente.record.pool import Pool
from detente.record.pool_fit import fit_pool
from detente.record.ranker import Least, Models, Ranker
from detente.record.sentences import split_sentences
from detente.record.teacher import Samples, Teacher
from detente.record.witness import DECISIONS, Witness
from detente.world.actor import Dyad
from detente.world.record import Record

Progress = Callable[[str], None]
Cases = Mapping[str, Samples]

READERS = {"model": True, "patterns": False}

EPOCHS, MORE_EPOCHS, MORE_RATE = 10, 3, RATE / 3
"""Passes over the train fold, and over all that is fitted on after that, with smaller steps."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What is fitted on: the train fold, and all of it, with the development fold and what comes beside."""

    train: tuple[Coded, ...]
    development: tuple[Coded, ...]
    also: tuple[Coded, ...]

    @property
    def all(self) -> tuple[Coded, ...]:
        """Everything."""
        return (*self.train, *self.development, *self.also)


def dispatch_of(coded: Coded) -> Dispatch:
    """The dispatch as a user would hand it in."""
    day = date.fromisoformat(coded.date) if coded.date else None
    return open_dispatch(coded.text.encode(), name=f"{coded.id}.txt", day=day)


def read(coded: Coded, gazetteer: Gazetteer, judge: Judge, *, model: bool, pair: bool = False) -> Record:
    """What a judge makes of a coded dispatch; with `pair` it is told the two states."""
    known = Dyad.of(*coded.pair) if pair and coded.pair else None
    return answer(dispatch_of(coded), gazetteer, pair=known, model=model, judge=judge)


def teach(coded: Coded, gazetteer: Gazetteer, *, model: bool) -> Teacher:
    """The teacher of a coded dispatch after it has read it, with the cases that it teaches."""
    teacher = Teacher(coded.events)
    read(coded, gazetteer, teacher, model=model, pair=True)
    return teacher


def lesson(coded: Coded, teacher: Teacher, gazetteer: Gazetteer, pieces: Pieces) -> Lesson:
    """The same dispatch as the model of words in context learns from it."""
    dispatch = dispatch_of(coded)
    mentions = gazetteer.find(dispatch.text, dispatch.day)
    layout = lay_out(dispatch.text, split_sentences(dispatch.text), mentions, pieces)
    words = sorted({layout.at[start] for start in teacher.met if start in layout.at})
    told = {layout.at[start]: tuple(rows) for start, rows in teacher.told.items() if start in layout.at}
    return Lesson(layout, tuple(words), told, coded.events)


def gazetteer_of_tables() -> Gazetteer:
    """The gazetteer of our tables."""
    return Gazetteer(tables.states(), tables.names(), tables.leaders(), tables.places())


def write_fitted(
    folder: Path, out: Path, progress: Progress, also: Path | None = None, base: Path | None = None
) -> Iterator[Path]:
    """Fit a ranker for each reader of sentences on a corpus without its test fold and write it; the paths.

    Models of the train fold alone read the development fold: what they find there says how evidence and
    context are pooled and how far an event may be trusted. What ships is then fitted on both folds, and on
    `also`, a folder of dispatches coded sentence by sentence in a `gold.jsonl`. Without `base`, the published
    weights of an encoder, there is no context.
    """
    taught = _taught(folder, also)
    gazetteer = gazetteer_of_tables()
    teachers = {
        reader: {coded.id: teach(coded, gazetteer, model=model) for coded in taught.all}
        for reader, model in READERS.items()
    }
    progress(f"taught by {len(taught.all)} dispatches")
    first = last = None
    if base is not None:
        first, last = _contexts(taught, teachers["model"], gazetteer, base, progress)
        write_context(out / "context.npz", last.pieces.names, last.labels, last.arrays)
        yield out / "context.npz"
    for reader, model in READERS.items():
        ranker = fit(taught, teachers[reader], gazetteer, first, model=model, progress=progress)
        numbers = {**asdict(ranker.least), **asdict(ranker.pool)}
        named = {field.name: getattr(ranker.models, field.name) for field in fields(Models)}
        path = out / f"{reader}.npz"
        write_models(path, named, numbers)
        yield path


def _taught(folder: Path, also: Path | None) -> Taught:
    corpus = read_corpus(folder)
    train = tuple(coded for coded in corpus if coded.fold == "train")
    development = tuple(coded for coded in corpus if coded.fold == "development")
    return Taught(train, development, gold_coded(also) if also is not None else ())


def _contexts(
    taught: Taught, teachers: Mapping[str, Teacher], gazetteer: Gazetteer, base: Path, progress: Progress
) -> tuple[ContextModel, ContextModel]:
    """The model of the train fold, and the same fitted on with everything."""
    pieces = kept_pieces(base)
    lessons = {c.id: lesson(c, teachers[c.id], gazetteer, pieces) for c in taught.all}
    first = fit_context([lessons[c.id] for c in taught.train], base, epochs=EPOCHS, progress=progress)
    last = fit_context(
        [lessons[c.id] for c in taught.all], first, epochs=MORE_EPOCHS, rate=MORE_RATE, progress=progress
    )
    return first, last


def fit(
    taught: Taught,
    teachers: Mapping[str, Teacher],
    gazetteer: Gazetteer,
    context: ContextModel | None,
    *,
    model: bool,
    progress: Progress,
) -> Ranker:
    """The ranker for one reader; `context` is that of the train fold."""
    first = Ranker(fit_models(teachers[c.id].samples for c in taught.train), Least(), context)
    pool = _pool(taught.development, first, gazetteer, model=model) if context else Pool()
    free = Ranker(first.models, replace(Least(), event=0.0), context, pool)
    right = fit_right(_trust(taught.development, free, gazetteer, model=model))
    unseen = Ranker(replace(first.models, right=right), Least(), context, pool)
    for name, cases in (("development", taught.development), ("also", taught.also)):
        scores = Scores()
        for coded in cases:
            events = read(coded, gazetteer, unseen, model=model).events
            scores.add(coded.events, events, quiet=not coded.events)
        f1 = f"triple F1 {scores.triple.f1:.3f}, dyad F1 {scores.dyad.f1:.3f}"
        progress(f"{name}, before it was fitted on: {f1}")
    models = fit_models(teachers[c.id].samples for c in taught.all)
    return Ranker(replace(models, right=right), Least(), None, pool)


def _pool(cases: Sequence[Coded], ranker: Ranker, gazetteer: Gazetteer, *, model: bool) -> Pool:
    """How evidence and context are pooled, by what each says of dispatches that neither was fitted on."""
    hearing = Ranker(ranker.models, ranker.least, ranker.context_model, Pool(types_context=1.0))
    witnesses = [Witness(coded.events, hearing) for coded in cases]
    for coded, witness in zip(cases, witnesses, strict=True):
        read(coded, gazetteer, witness, model=model, pair=True)
    opinions = {name: [o for w in witnesses for o in w.opinions[name]] for name in DECISIONS}
    return fit_pool(opinions, [case for w in witnesses for case in w.links])


def _trust(cases: Sequence[Coded], ranker: Ranker, gazetteer: Gazetteer, *, model: bool) -> Samples:
    """Which events of dispatches that a ranker was not fitted on it reads right."""
    found = Samples()
    for coded in cases:
        examiner = Examiner(ranker, coded.events)
        read(coded, gazetteer, examiner, model=model, pair=True)
        found.extend(examiner.samples)
    return found
