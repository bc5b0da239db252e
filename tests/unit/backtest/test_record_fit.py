"""The fit from files to files: what is fitted on what, and that the weights written are the weights read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from detente import assess
from detente.archive import tables
from detente.archive.models import FOLDER, read_context, read_models
from detente.backtest import record_fit
from detente.backtest.context_fit import RATE
from detente.backtest.context_lessons import Lesson
from detente.backtest.corpus import Coded, read_corpus
from detente.backtest.record import ranker_of
from detente.backtest.record_fit import Taught, fit, gazetteer_of_tables, lesson, read, teach, write_fitted
from detente.record.context import ContextModel
from detente.record.examiner import Examiner
from detente.record.fit import fit_models, fit_right
from detente.record.gazetteer import Gazetteer
from detente.record.pool import Pool
from detente.record.pool_fit import fit_pool
from detente.record.ranker import Least, Models, Ranker
from detente.record.teacher import Samples, Teacher
from detente.record.witness import Witness
from tests.unit.record.tiny import NAMES, Tiny, both_ways, quarrel
from tests.unit.record.tiny_context import PIECES, context_model

PAIRS = tuple((a, b) for a, b in zip(list(NAMES)[::2], list(NAMES)[1::2], strict=True))
CRISES = ("suez-1956", "purus-1958", "cod-war-1975", "pokhran-chagai-1998")
"""By their names two are of the train fold, one is of the development fold, and one of the test fold."""
QUIET = """\
id = "none"
crisis = "korea-1950"
date = 1981-02-04
style = "wire"
type = "no_event"
text = "The minister of Peru opened a school near Lima."
"""


def as_file(given: Tiny, name: str, crisis: str) -> str:
    """A tiny dispatch as a file of a corpus."""
    lines = [f'id = "{name}"', f'crisis = "{crisis}"', "date = 1981-02-04", 'style = "wire"']
    lines += [f'pair = ["{given.pair.a}", "{given.pair.b}"]', f'text = """\n{given.text}\n"""']
    for row in given.rows:
        lines += ["[[event]]", *(f"{key} = {_toml(row[key])}" for key in row if key != "span")]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


def as_gold(given: Tiny, name: str) -> str:
    """A tiny dispatch as a line of a `gold.jsonl`, coded sentence by sentence."""
    spans, start = [], 0
    for line in given.text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    rows = [
        {
            **row,
            "in_response_to": row.get("answers"),
            "sentence": sum(a <= row["span"][0] for a, _ in spans) - 1,
        }
        for row in given.rows
    ]
    item = {"id": name, "file": f"x/{name}.txt", "doc_type": "dispatch", "doc_date": "1981-02-04"}
    pair = [given.pair.a, given.pair.b]
    return json.dumps({**item, "pair": pair, "style": "wire", "sentences": spans, "events": rows}) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the tiny dispatches, each pair a crisis, with one quiet text."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "none.toml").write_text(QUIET, encoding="utf-8")
    for number, pair in enumerate(PAIRS):
        for k, given in enumerate(both_ways((pair,))):
            name = f"{number}-{k}"
            (folder / f"{name}.toml").write_text(as_file(given, name, CRISES[number]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def also(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two dispatches that are coded sentence by sentence."""
    folder = tmp_path_factory.mktemp("also")
    given = {"gold-0": quarrel("PER", "GRC"), "gold-1": quarrel("IND", "ECU")}
    lines = [as_gold(each, name) for name, each in given.items()]
    (folder / "gold.jsonl").write_text("".join(lines), encoding="utf-8")
    for name, each in given.items():
        (folder / f"{name}.txt").write_text(each.text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return gazetteer_of_tables()


@pytest.fixture(scope="module")
def taught(folder: Path, also: Path) -> Taught:
    return record_fit._taught(folder, also)


@pytest.fixture(scope="module")
def teachers(taught: Taught, gazetteer: Gazetteer) -> dict[str, Teacher]:
    return {coded.id: teach(coded, gazetteer, model=False) for coded in taught.all}


SAID: list[str] = []


@pytest.fixture(scope="module")
def ranker(taught: Taught, teachers: dict[str, Teacher], gazetteer: Gazetteer) -> Ranker:
    return fit(taught, teachers, gazetteer, None, model=False, progress=SAID.append)


def names(cases: Sequence[Coded]) -> list[str]:
    return [coded.id for coded in cases]


def test_folds_are_where_they_belong_and_the_test_fold_is_nowhere(folder: Path, taught: Taught) -> None:
    assert {coded.crisis for coded in taught.train} == set(CRISES[:2])
    assert {coded.crisis for coded in taught.development} == {CRISES[2]}
    assert names(taught.also) == ["gold-0", "gold-1"]
    parts = (taught.train, taught.development, taught.also)
    assert names(taught.all) == [name for part in parts for name in names(part)]
    left = [coded for coded in read_corpus(folder) if coded.id not in names(taught.all)]
    assert {coded.fold for coded in left} == {"test"}
    assert len(left) == 5
    assert record_fit._taught(folder, None) == replace(taught, also=())


@dataclass
class Spied:
    """A fit with a context, what it was fitted on, and which judges read what for it."""

    fitted: list[tuple[list[str], Models]] = field(default_factory=list)
    read: list[tuple[str, Any]] = field(default_factory=list)
    trusted: list[Samples] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    ranker: Ranker | None = None

    def by(self, kind: type) -> list[str]:
        """The dispatches that judges of a kind read."""
        return [name for name, judge in self.read if type(judge) is kind]

    def on(self, monkeypatch: pytest.MonkeyPatch, teachers: Mapping[str, Teacher]) -> None:
        """Watch."""
        owner = {id(teacher.samples): name for name, teacher in teachers.items()}

        def models(met: Iterator[Mapping[str, Samples]]) -> Models:
            cases = list(met)
            self.fitted.append(([owner[id(each)] for each in cases], fit_models(cases)))
            return self.fitted[-1][1]

        def reading(coded: Coded, gazetteer: Gazetteer, judge: Any, **more: bool) -> object:
            self.read.append((coded.id, judge))
            return read(coded, gazetteer, judge, **more)

        def right(samples: Samples) -> object:
            self.trusted.append(samples)
            return fit_right(samples)

        def pool(*cases: Any) -> Pool:
            self.pools.append(fit_pool(*cases))
            return self.pools[-1]

        spies = {"fit_models": models, "read": reading, "fit_right": right, "fit_pool": pool}
        for name, spy in spies.items():
            monkeypatch.setattr(record_fit, name, spy)


CONTEXT = context_model()


@pytest.fixture(scope="module")
def spied(taught: Taught, teachers: dict[str, Teacher], gazetteer: Gazetteer) -> Spied:
    spied = Spied()
    with pytest.MonkeyPatch.context() as monkeypatch:
        spied.on(monkeypatch, teachers)
        spied.ranker = fit(taught, teachers, gazetteer, CONTEXT, model=False, progress=spied.said.append)
    return spied


def test_what_ships_is_fitted_on_all_folds_but_that_of_the_test(spied: Spied, taught: Taught) -> None:
    (first, _), (second, last) = spied.fitted
    assert first == names(taught.train)
    assert second == names(taught.all)
    assert spied.ranker is not None
    assert spied.ranker.models == replace(last, right=spied.ranker.models.right)
    assert (spied.ranker.least, spied.ranker.context_model) == (Least(), None)


def test_pool_and_trust_come_from_the_development_fold_read_by_models_of_the_train_fold(
    spied: Spied, taught: Taught
) -> None:
    _, first = spied.fitted[0]
    assert spied.by(Witness) == spied.by(Examiner) == names(taught.development)
    for _, judge in spied.read:
        reader = judge.ranker if isinstance(judge, Witness) else judge
        assert (reader.models.types, reader.context_model) == (first.types, CONTEXT)
    examiners = [judge for _, judge in spied.read if isinstance(judge, Examiner)]
    (trusted,), (pool,) = spied.trusted, spied.pools
    assert trusted.labels
    assert trusted.labels == [label for examiner in examiners for label in examiner.samples.labels]
    assert {(examiner.floor, id(examiner.pool)) for examiner in examiners} == {(0.0, id(pool))}
    assert spied.ranker is not None
    assert spied.ranker.pool is pool
    assert pool != Pool()


def test_the_development_fold_is_scored_before_it_is_fitted_on(spied: Spied, taught: Taught) -> None:
    _, first = spied.fitted[0]
    assert spied.by(Ranker) == [*names(taught.development), *names(taught.also)]
    unseen = [judge for _, judge in spied.read if type(judge) is Ranker]
    assert {id(judge.models.types) for judge in unseen} == {id(first.types)}
    assert all(judge.models.right is not None for judge in unseen)
    assert [line.split(",")[0] for line in spied.said] == ["development", "also"]
    assert all("triple F1 0.0" not in line for line in spied.said)


def test_without_context_nothing_is_pooled(ranker: Ranker) -> None:
    assert ranker.pool == Pool()
    assert ranker.context_model is None


def test_without_a_development_fold_the_pool_is_that_of_the_evidence(
    ranker: Ranker, gazetteer: Gazetteer
) -> None:
    """As in a corpus of a few crises."""
    assert record_fit._pool((), ranker, gazetteer, model=False) == Pool()


def test_the_fitted_ranker_reads_what_it_was_taught(
    taught: Taught, ranker: Ranker, gazetteer: Gazetteer
) -> None:
    for coded in (*taught.train, *taught.development):
        events = read(coded, gazetteer, ranker, model=False, pair=True).events
        kinds = [(event.source, event.target, event.kind, event.status) for event in events]
        rows = [(row.get("source"), row.get("target"), row["kind"], row["status"]) for row in coded.events]
        assert kinds == rows, coded.id
        assert all(0.0 < event.p < 1.0 for event in events)


def test_it_learns_how_far_to_trust_itself(ranker: Ranker) -> None:
    assert ranker.models.right is not None
    assert ranker.models.right.labels == ("0", "1")


def test_a_lesson_has_the_words_and_the_acts_that_they_tell(
    taught: Taught, teachers: dict[str, Teacher], gazetteer: Gazetteer
) -> None:
    for coded in taught.train:
        found = lesson(coded, teachers[coded.id], gazetteer, PIECES)
        assert sorted(row for rows in found.told.values() for row in rows) == list(range(len(coded.events)))
        assert set(found.told) < set(found.words)
        assert list(found.words) == sorted(set(found.words))
        assert found.rows is coded.events
        for token, rows in found.told.items():
            start = next(start for start, at in found.layout.at.items() if at == token)
            first, last = coded.events[rows[0]]["span"]
            assert first <= start < last


def test_words_that_are_no_token_teach_nothing(
    taught: Taught, teachers: dict[str, Teacher], gazetteer: Gazetteer
) -> None:
    """As a word within the name of a state."""
    teacher, coded = Teacher(()), taught.train[0]
    teacher.met, teacher.told = [1, *teachers[coded.id].met], {1: [0]}
    found = lesson(coded, teacher, gazetteer, PIECES)
    assert found.words == lesson(coded, teachers[coded.id], gazetteer, PIECES).words
    assert found.told == {}


@dataclass
class Stub:
    """Stands for the fit of the context: two models of random weights, and what it was asked for."""

    asked: list[tuple[list[Lesson], Path | ContextModel, dict[str, Any]]] = field(default_factory=list)
    made: list[ContextModel] = field(default_factory=list)

    def __call__(self, lessons: list[Lesson], base: Path | ContextModel, **more: Any) -> ContextModel:
        self.asked.append((lessons, base, more))
        self.made.append(context_model(len(self.made)))
        return self.made[-1]


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    stub = Stub()
    monkeypatch.setattr(record_fit, "fit_context", stub)
    return stub


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where published weights would be; their vocabulary stands beside them."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "vocab.txt").write_text("\n".join(PIECES.names), encoding="utf-8")
    return folder / "model.safetensors"


@pytest.fixture
def data(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of the test's own, that holds fitted weights and nothing else; both readers are one."""
    monkeypatch.setattr(record_fit, "READERS", {"model": False, "patterns": False})
    monkeypatch.setattr(record_fit, "gazetteer_of_tables", lambda: gazetteer)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    forget()
    yield tmp_path / "fitted" / FOLDER
    forget()


def forget() -> None:
    """Read from disk again."""
    for read_once in (read_models, read_context, assess.ranker, assess._context):
        read_once.cache_clear()


@dataclass
class Fitted:
    """Stands for the fit of the rankers: what they heard, and one that was fitted before."""

    ranker: Ranker | None
    heard: list[ContextModel | None] = field(default_factory=list)

    def __call__(self, *given: Any, **_: object) -> Ranker | None:
        self.heard.append(given[3])
        return self.ranker


def test_the_context_of_the_train_fold_is_fitted_first_and_on_from_it_with_everything(
    folder: Path, also: Path, base: Path, data: Path, stub: Stub, taught: Taught, spied: Spied,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Evidence and context are pooled by what is of the train fold alone, and what ships is of all."""
    fitted = Fitted(spied.ranker)
    monkeypatch.setattr(record_fit, "fit", fitted)
    paths = list(write_fitted(folder, data, SAID.append, also, base))
    assert paths == [data / name for name in ("context.npz", "model.npz", "patterns.npz")]
    (train, start, few), (everything, on, more) = stub.asked
    assert [each.rows for each in train] == [coded.events for coded in taught.train]
    assert [each.rows for each in everything] == [coded.events for coded in taught.all]
    assert (start, on) == (base, stub.made[0])
    assert (few["epochs"], more["epochs"]) == (record_fit.EPOCHS, record_fit.MORE_EPOCHS)
    assert more["rate"] == record_fit.MORE_RATE < few.get("rate", RATE) == RATE
    assert fitted.heard == [stub.made[0]] * 2


def test_the_context_that_is_written_is_read(
    folder: Path, base: Path, data: Path, stub: Stub, spied: Spied, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_fit, "fit", Fitted(spied.ranker))
    list(write_fitted(folder, data, SAID.append, None, base))
    again, last = ranker_of("patterns"), stub.made[1]
    assert again.context_model is not None
    assert again.context_model.pieces.names == last.pieces.names
    assert again.context_model.labels == last.labels
    assert again.context_model.arrays.keys() == last.arrays.keys()
    for name, array in last.arrays.items():
        assert again.context_model.arrays[name] == pytest.approx(array, abs=0.01), name
    assert [again.pool] == spied.pools


def test_what_is_written_reads_as_what_was_fitted(
    folder: Path, taught: Taught, gazetteer: Gazetteer, ranker: Ranker, data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Without `base` no context is fitted or written, and the evidence is all."""
    fitted = Fitted(ranker)
    monkeypatch.setattr(record_fit, "fit", fitted)
    assert list(write_fitted(folder, data, SAID.append)) == [data / "model.npz", data / "patterns.npz"]
    assert sorted(path.name for path in data.iterdir()) == ["model.npz", "patterns.npz"]
    assert fitted.heard == [None, None]
    again = ranker_of("patterns")
    assert (again.least, again.pool, again.context_model) == (ranker.least, Pool(), None)
    for coded in taught.all:
        one, other = (read(coded, gazetteer, each, model=False).events for each in (ranker, again))
        assert [event.kind for event in one] == [event.kind for event in other]
        assert [event.p for event in one] == pytest.approx([event.p for event in other], abs=0.01)
