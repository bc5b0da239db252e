"""The fit from files to files: what is fitted on what, and that the weights written are the weights read."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.archive import tables
from detente.archive.models import FOLDER, read_models
from detente.backtest import record_fit
from detente.backtest.corpus import Coded, read_corpus
from detente.backtest.record import ranker_of
from detente.backtest.record_fit import PARTS, fit, gazetteer_of_tables, held_out, read, teach, write_fitted
from detente.record.ranker import Least, Ranker
from tests.unit.record.tiny import NAMES, Tiny, both_ways

PAIRS = tuple((a, b) for a, b in zip(list(NAMES)[::2], list(NAMES)[1::2], strict=True))
CRISES = ("suez-1956", "purus-1958", "cod-war-1975", "pokhran-chagai-1998")
"""By their names two are to be fitted on, one to choose with, and one for the test."""
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
def corpus(folder: Path) -> tuple[Coded, ...]:
    return read_corpus(folder)


SAID: list[str] = []


@pytest.fixture(scope="module")
def ranker(corpus: tuple[Coded, ...]) -> Ranker:
    return fit(corpus, model=False, least=Least(), progress=SAID.append)


def test_every_dispatch_is_held_out_once_with_its_whole_crisis(corpus: tuple[Coded, ...]) -> None:
    gazetteer = gazetteer_of_tables()
    cases = {coded.id: teach(coded, gazetteer, model=False) for coded in corpus}
    parts = [held for held, _ in held_out(corpus, cases, Least(), SAID.append)]
    assert len(parts) == PARTS
    assert Counter(coded.id for held in parts for coded in held) == Counter(coded.id for coded in corpus)
    crises = Counter(crisis for held in parts for crisis in {coded.crisis for coded in held})
    assert set(crises.values()) == {1}


def test_who_reads_a_dispatch_held_out_was_not_fitted_on_it(
    corpus: tuple[Coded, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[list[str]] = []
    cases = {coded.id: {"name": coded.id} for coded in corpus}
    monkeypatch.setattr(record_fit, "fit_models", lambda rest: fitted.append([r["name"] for r in rest]))
    monkeypatch.setattr(record_fit, "Ranker", lambda models, _: models)
    for held, _ in held_out(corpus, cases, Least(), SAID.append):  # type: ignore[arg-type]
        assert {coded.id for coded in held}.isdisjoint(fitted[-1])
        assert len(held) + len(fitted[-1]) == len(corpus)


def test_the_fitted_ranker_reads_what_it_was_taught(corpus: tuple[Coded, ...], ranker: Ranker) -> None:
    gazetteer = gazetteer_of_tables()
    for coded in corpus:
        events = read(coded, gazetteer, ranker, model=False, pair=True).events
        kinds = [(event.source, event.target, event.kind, event.status) for event in events]
        rows = [(row.get("source"), row.get("target"), row["kind"], row["status"]) for row in coded.events]
        assert kinds == rows, coded.id
        assert all(0.0 < event.p < 1.0 for event in events)


def test_it_learns_how_far_to_trust_itself_and_says_what_it_does(ranker: Ranker) -> None:
    assert ranker.models.right is not None
    assert ranker.models.right.labels == ("0", "1")
    assert [line for line in SAID if line.startswith("fitted on all")]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of the test's own, that holds fitted weights and nothing else."""
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    read_models.cache_clear()
    yield tmp_path / "fitted" / FOLDER
    read_models.cache_clear()


def test_what_is_written_reads_as_what_was_fitted(
    folder: Path, corpus: tuple[Coded, ...], ranker: Ranker, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazetteer = gazetteer_of_tables()
    monkeypatch.setattr(record_fit, "READERS", {"patterns": False})
    monkeypatch.setattr(record_fit, "FOLDS", ("train", "development", "test"))
    monkeypatch.setattr(record_fit, "fit", lambda *_, **__: ranker)
    assert list(write_fitted(folder, data, SAID.append)) == [data / "patterns.npz"]
    again = ranker_of("patterns")
    assert again.least == ranker.least
    for coded in corpus:
        one, other = (read(coded, gazetteer, each, model=False).events for each in (ranker, again))
        assert [event.kind for event in one] == [event.kind for event in other]
        assert [event.p for event in one] == pytest.approx([event.p for event in other], abs=0.01)


def test_the_test_fold_is_not_fitted_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def stop(corpus: list[Coded], **_: object) -> Ranker:
        taken.extend(coded.fold for coded in corpus)
        raise KeyboardInterrupt

    monkeypatch.setattr(record_fit, "fit", stop)
    with pytest.raises(KeyboardInterrupt):
        next(write_fitted(folder, folder, SAID.append))
    folds = Counter(coded.fold for coded in read_corpus(folder))
    assert folds["test"]
    assert taken
    assert Counter(taken) == {fold: n for fold, n in folds.items() if fold != "test"}
