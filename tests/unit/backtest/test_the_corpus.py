"""The corpus that stands in the source tree: its size, its spread, and that its files are without fault."""

from collections import Counter
from pathlib import Path

import pytest

from detente.archive import tables
from detente.backtest.corpus import STYLES, Coded, read_corpus
from detente.backtest.corpus_second import Twice, read_second
from detente.record.dispatch import open_dispatch
from detente.record.sentences import split_sentences
from detente.world.kinds import KINDS

FOLDER = Path(__file__).parents[3] / "corpus"
LEAST = {"dispatches": 250, "sentences": 2000, "pairs": 60, "crises": 100, "twice coded sentences": 300}
DECADES = range(1940, 2030, 10)
NO_STATE = {"ESH"}
"""Coded as an end, but no state of our tables: such events cannot be read."""
OWN_PEOPLE = {("1968-09-21-phl-mys", "killing"), ("2017-03-08-mys-prk", "assassination")}
"""Coded as done by a state to itself, because another state speaks of it."""
NOBODY = {("1986-04-16-lby-usa", "terror_attack")}
"""Coded without any end, because a denial is about it."""
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the corpus is only in the source tree")


@pytest.fixture(scope="module")
def corpus() -> tuple[Coded, ...]:
    """All dispatches; the first fault of a file is an error here."""
    return read_corpus(FOLDER / "dispatches")


@pytest.fixture(scope="module")
def second(corpus: tuple[Coded, ...]) -> tuple[Twice, ...]:
    return read_second(FOLDER / "second", corpus)


def real(corpus: tuple[Coded, ...]) -> list[Coded]:
    """The dispatches about crises that happened."""
    return [coded for coded in corpus if not coded.invented]


def test_every_file_is_read_and_there_are_enough(corpus: tuple[Coded, ...]) -> None:
    assert len(corpus) == len(list((FOLDER / "dispatches").glob("*"))) >= LEAST["dispatches"]
    assert sum(len(coded.sentences) for coded in corpus) >= LEAST["sentences"]
    assert len({frozenset(coded.pair) for coded in real(corpus) if coded.pair}) >= LEAST["pairs"]
    assert len({coded.crisis for coded in corpus}) >= LEAST["crises"]


def test_ids_and_texts_are_unique(corpus: tuple[Coded, ...]) -> None:
    assert [name for name, n in Counter(coded.id for coded in corpus).items() if n > 1] == []
    assert len({coded.text for coded in corpus}) == len(corpus)


def test_no_sentence_stands_in_two_folds(corpus: tuple[Coded, ...]) -> None:
    """A sentence of some length that was fitted on would not test anything."""
    folds: dict[str, set[str]] = {}
    for coded in corpus:
        for start, end in coded.sentences:
            if end - start > 60:
                folds.setdefault(coded.text[start:end], set()).add(coded.fold)
    assert [text for text, found in folds.items() if len(found) > 1] == []


def test_the_dispatches_of_what_happened_are_of_1946_to_2025(corpus: tuple[Coded, ...]) -> None:
    years = {coded.id: int(coded.date[:4]) for coded in real(corpus) if coded.date}
    assert [name for name, year in years.items() if not 1946 <= year <= 2025] == []
    assert (min(years.values()), max(years.values())) == (1946, 2025)
    decades = Counter(year // 10 * 10 for year in years.values())
    assert set(decades) == set(DECADES)
    assert min(decades.values()) >= 5


def test_all_styles_are_there_in_every_fold(corpus: tuple[Coded, ...]) -> None:
    counts = Counter((coded.fold, coded.style) for coded in corpus)
    for fold in ("train", "development", "test"):
        assert {style for style in STYLES if counts[fold, style]} == set(STYLES), fold


def test_no_crisis_is_in_two_folds_and_every_fold_has_some_of_all(corpus: tuple[Coded, ...]) -> None:
    crises: dict[str, set[str]] = {}
    for coded in corpus:
        crises.setdefault(coded.crisis, set()).add(coded.fold)
    assert {len(folds) for folds in crises.values()} == {1}
    sizes = Counter(coded.fold for coded in corpus)
    assert set(sizes) == {"train", "development", "test"}
    assert min(sizes.values()) >= 25
    quiet = {coded.fold for coded in corpus if coded.kind == "no_event"}
    assert quiet == set(sizes)


def test_the_dispatches_of_one_pair_within_a_year_are_of_one_crisis(corpus: tuple[Coded, ...]) -> None:
    """Else a crisis that has two names could be on two sides."""
    seen: dict[tuple[frozenset[str], str], set[str]] = {}
    for coded in real(corpus):
        if coded.pair and coded.date:
            seen.setdefault((frozenset(coded.pair), coded.date[:7]), set()).add(coded.fold)
    assert {str(key): folds for key, folds in seen.items() if len(folds) > 1} == {}


def test_quiet_dispatches_tell_nothing_and_the_others_something(corpus: tuple[Coded, ...]) -> None:
    for coded in corpus:
        assert bool(coded.events) == (coded.kind == "dispatch"), coded.id


def test_codes_are_of_states_that_we_know(corpus: tuple[Coded, ...]) -> None:
    known = tables.codes() | {row.code for row in tables.names()}
    ends = {row.get(end) for coded in corpus for row in coded.events for end in ("source", "target")}
    pairs = {code for coded in corpus for code in coded.pair or ()}
    assert (ends | pairs) - known - {None} == NO_STATE


def test_each_event_has_ends_and_two_different_ones(corpus: tuple[Coded, ...]) -> None:
    rows = [(coded.id, row) for coded in corpus for row in coded.events]
    own = {(name, row["kind"]) for name, row in rows if row.get("source", 0) == row.get("target", 1)}
    ends = ("source", "target", "source_actor", "target_actor")
    none = {(name, row["kind"]) for name, row in rows if not any(end in row for end in ends)}
    assert own == OWN_PEOPLE
    assert none == NOBODY


def test_no_event_answers_itself_or_in_a_ring(corpus: tuple[Coded, ...]) -> None:
    for coded in corpus:
        for k, row in enumerate(coded.events):
            path, here = {k}, row.get("answers")
            while here is not None:
                assert here not in path, (coded.id, k)
                path.add(here)
                here = coded.events[here].get("answers")


def test_no_act_lies_after_its_dispatch(corpus: tuple[Coded, ...]) -> None:
    late = [
        (coded.id, k)
        for coded in corpus
        for k, row in enumerate(coded.events)
        if coded.date and row["status"] in ("actual", "historical") and row.get("date")
        and row["date"] > coded.date[: len(row["date"])]
    ]  # fmt: skip
    assert late == []


def test_kinds_and_statuses_are_all_met(corpus: tuple[Coded, ...]) -> None:
    rows = [row for coded in corpus for row in coded.events]
    assert set(Counter(row["status"] for row in rows)) == {"actual", "historical", "hypothetical", "denied"}
    assert len({row["kind"] for row in rows}) >= 0.9 * len(KINDS)
    assert sum("answers" in row for row in rows) >= 300


def test_every_dispatch_can_be_opened_and_quoted(corpus: tuple[Coded, ...]) -> None:
    """As a user hands it in: what is quoted stands at the same characters."""
    for coded in corpus:
        opened = open_dispatch(coded.text.encode(), name=f"{coded.id}.txt")
        assert len(opened.text) == len(coded.text), coded.id
        for row in coded.events:
            start, end = row["span"]
            assert opened.text[start:end] == row["words"], coded.id


def test_our_sentences_are_mostly_those_that_the_reader_splits(corpus: tuple[Coded, ...]) -> None:
    ours = sum(len(coded.sentences) for coded in corpus)
    same = sum(len(set(coded.sentences) & set(split_sentences(coded.text))) for coded in corpus)
    assert same >= 0.9 * ours


def test_enough_was_coded_twice_and_every_word_is_found(second: tuple[Twice, ...]) -> None:
    """`read_second` refuses words that are not in the text."""
    assert len(second) == len(list((FOLDER / "second").glob("*.toml")))
    assert sum(twice.sentences for twice in second) >= LEAST["twice coded sentences"]
    assert sum(len(twice.again) for twice in second) >= 200


def test_what_the_second_coder_answers_is_in_the_file(second: tuple[Twice, ...]) -> None:
    for twice in second:
        for row in twice.again:
            assert row["kind"] in KINDS
            assert row.get("answers") is None or 0 <= row["answers"] < len(twice.again)


def test_what_was_coded_twice_is_of_every_fold_and_style(corpus: tuple[Coded, ...]) -> None:
    names = {path.stem for path in (FOLDER / "second").glob("*.toml")}
    chosen = [coded for coded in corpus if coded.id in names]
    assert {coded.fold for coded in chosen} == {"train", "development", "test"}
    assert {coded.style for coded in chosen} == set(STYLES)
