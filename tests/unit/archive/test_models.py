"""Fitted linear models on disk: what is written is read, what is damaged is refused, nothing is executed."""

import io
import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from detente.archive import tables
from detente.archive.models import FOLDER, SCALE, read_context, read_models, write_context, write_models
from detente.numerics.linear import Linear
from detente.world.errors import TableDamaged

TYPES = Linear(
    ("ASSAULT", "none"),
    {"l=fire": 0, "naïve — “quoted”": 1, "k=a b=c": 2},
    np.array([[1.5, -1.5], [0.25, 0.0], [-3.0, 12.0]], dtype=np.float32),
    {"rule": 1.25, "may most": -0.5},
)
BARE = Linear(("0", "1"), {}, np.zeros((0, 2), dtype=np.float32), {})
NUMBERS = {"act": 0.35, "event": 0.0}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the models of the reader "patterns" stand in a data folder of the test's own."""
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    forget()
    yield tmp_path / "fitted" / FOLDER / "patterns.npz"
    forget()


def forget() -> None:
    """Read from disk again."""
    read_models.cache_clear()
    read_context.cache_clear()


def refusal() -> TableDamaged | None:
    """Why the file is refused, None if it is read; anything but what was written is an error."""
    try:
        stored = read_again()
    except TableDamaged as error:
        return error
    assert stored is not None
    assert stored[1] == NUMBERS
    assert stored[0]["types"].weights.tolist() == TYPES.weights.tolist()
    assert stored[0]["types"].vocabulary == TYPES.vocabulary
    return None


@pytest.fixture
def written(path: Path) -> Path:
    write_models(path, {"types": TYPES, "links": BARE}, NUMBERS)
    return path


def read_again() -> tuple[dict[str, Linear], dict[str, float]] | None:
    read_models.cache_clear()
    return read_models("patterns")


@pytest.mark.usefixtures("written")
def test_what_is_written_is_read() -> None:
    stored = read_models("patterns")
    assert stored is not None
    models, numbers = stored
    assert numbers == NUMBERS
    assert list(models) == ["types", "links"]
    for name, model in (("types", TYPES), ("links", BARE)):
        found = models[name]
        assert (found.labels, found.vocabulary, found.tied) == (model.labels, model.vocabulary, model.tied)
        assert found.weights.dtype == np.float32
        assert found.weights.tolist() == model.weights.tolist()


def test_weights_stand_by_the_row_of_their_feature_in_any_order(path: Path) -> None:
    turned = Linear(TYPES.labels, dict(reversed(TYPES.vocabulary.items())), TYPES.weights, TYPES.tied)
    write_models(path, {"types": turned}, {})
    stored = read_models("patterns")
    assert stored is not None
    for feature in TYPES.vocabulary:
        assert stored[0]["types"].scores([feature]) == pytest.approx(TYPES.scores([feature]))


def test_half_floats_hardly_move_a_probability(path: Path) -> None:
    rng = np.random.default_rng(7)
    names = {f"f{k}": k for k in range(50)}
    model = Linear(("a", "b", "c"), names, rng.normal(size=(50, 3)).astype(np.float32), {})
    write_models(path, {"types": model}, {})
    stored = read_models("patterns")
    assert stored is not None
    for _ in range(20):
        sample = list(rng.choice(list(names), 10))
        found = stored[0]["types"].probabilities(sample)
        assert found == pytest.approx(model.probabilities(sample), abs=0.01)


@pytest.mark.usefixtures("path")
def test_without_a_file_there_are_none() -> None:
    assert read_models("patterns") is None
    assert read_models("no such reader") is None


def test_every_changed_byte_is_harmless_or_refused(written: Path) -> None:
    """Never another error, never other weights."""
    raw, refused = written.read_bytes(), []
    for k in range(0, len(raw), 3):
        written.write_bytes(raw[:k] + bytes([raw[k] ^ 0x81]) + raw[k + 1 :])
        error = refusal()
        refused += [] if error is None else [error]
    assert len(refused) > len(raw) // 6
    assert {error.code for error in refused} == {"model-damaged"}
    assert all(str(written) in error.message for error in refused)


def test_every_shorter_file_is_refused(written: Path) -> None:
    raw = written.read_bytes()
    for k in range(0, len(raw), 7):
        written.write_bytes(raw[:k])
        with pytest.raises(TableDamaged, match="install detente again"):
            read_again()


def array_file(*, alone: bool) -> bytes:
    """A NumPy file of something else: an array alone, or by name."""
    out = io.BytesIO()
    if alone:
        np.save(out, np.zeros(3))
    else:
        np.savez(out, other=np.zeros(3))
    return out.getvalue()


@pytest.mark.parametrize(
    "raw", [b"", b"not a model", array_file(alone=True), array_file(alone=False)], ids=["0", "text", "1", "2"]
)
def test_other_files_are_refused(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    with pytest.raises(TableDamaged):
        read_models("patterns")


def test_nothing_in_the_file_is_pickled(written: Path) -> None:
    with np.load(written, allow_pickle=False) as stored:
        kinds = {name: stored[name].dtype for name in stored.files}
    assert set(map(str, kinds.values())) == {"uint8", "float16"}
    assert {name for name, kind in kinds.items() if kind == np.float16} == {"types.weights", "links.weights"}


EXECUTED: list[str] = []


class Trap:
    """Leaves a trace when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return EXECUTED.append, ("ran",)


@pytest.mark.parametrize("zipped", [True, False])
def test_what_is_pickled_is_not_run(path: Path, zipped: bool) -> None:
    path.parent.mkdir(parents=True)
    if zipped:
        np.savez(path, **{"types.labels": np.array([Trap()], dtype=object)}, allow_pickle=True)
    else:
        path.write_bytes(pickle.dumps(Trap()))
    EXECUTED.clear()
    with pytest.raises(TableDamaged):
        read_models("patterns")
    assert EXECUTED == []


@pytest.mark.parametrize("reader", ["model", "patterns"])
def test_shipped_models_can_be_read(reader: str) -> None:
    read_models.cache_clear()
    stored = read_models(reader)
    if stored is None:
        pytest.skip("no weights are fitted yet")
    models, numbers = stored
    assert numbers
    for model in models.values():
        assert model.weights.shape == (len(model.vocabulary), len(model.labels))
        assert np.isfinite(model.weights).all()


RNG = np.random.default_rng(20221103)
PIECES = ("[CLS]", "[SEP]", "[UNK]", "naïve", "##s", "“")
HEADS = {"types": ("ASSAULT", "none"), "bare": ()}
SCALES = np.array([0.0, 1e-3, 1.0, 50.0] * 5, dtype=np.float32)
ARRAYS = {
    "word": (RNG.normal(size=(15, 20)) * SCALES).astype(np.float32),
    "long": RNG.normal(size=300).astype(np.float32),
    "types.weights": RNG.normal(size=(20, 2)).astype(np.float32),
    "types.bias": np.array([1.5, -0.25], dtype=np.float32),
}


@pytest.fixture
def context(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a context was written, with tables of 300 numbers as large ones."""
    monkeypatch.setattr("detente.archive.models.LARGE", 300)
    found = path.with_name("context.npz")
    write_context(found, PIECES, HEADS, ARRAYS)
    return found


def context_again() -> tuple[list[str], dict[str, tuple[str, ...]], dict[str, np.ndarray]] | None:
    forget()
    return read_context()


@pytest.mark.usefixtures("context")
def test_the_context_that_is_written_is_read() -> None:
    stored = context_again()
    assert stored is not None
    pieces, labels, arrays = stored
    assert tuple(pieces) == PIECES
    assert labels == HEADS
    assert list(arrays) == list(ARRAYS)
    for name, array in arrays.items():
        assert (array.shape, str(array.dtype)) == (ARRAYS[name].shape, "float32"), name
    assert arrays["types.bias"].tolist() == ARRAYS["types.bias"].tolist()
    assert arrays["types.weights"] == pytest.approx(ARRAYS["types.weights"], rel=2**-11)


@pytest.mark.parametrize("name", ["word", "long"])
def test_large_tables_are_off_by_half_a_step_of_their_column_at_most(context: Path, name: str) -> None:
    """A step is a 127th of the largest number; a column of zeros stays one."""
    stored = context_again()
    assert stored is not None
    step = np.abs(ARRAYS[name]).max(axis=0) / 127
    gap = np.abs(stored[2][name] - ARRAYS[name])
    assert (gap <= 0.5001 * step + 1e-12).all()
    assert gap.max() > 0
    with np.load(context, allow_pickle=False) as file:
        kinds = {each: file[f"arrays.{each}"].dtype for each in ARRAYS}
        assert file[f"arrays.{name}{SCALE}"].dtype == np.float32
    small = dict.fromkeys(("types.weights", "types.bias"), np.float16)
    assert kinds == {"word": np.int8, "long": np.int8, **small}


@pytest.mark.usefixtures("path")
def test_without_a_file_there_is_no_context() -> None:
    assert read_context() is None


def harmless_or_refused() -> TableDamaged | None:
    """Why the file is refused, None if it is read; anything but what was written is an error."""
    try:
        stored = context_again()
    except TableDamaged as error:
        return error
    assert stored is not None
    assert (tuple(stored[0]), stored[1], list(stored[2])) == (PIECES, HEADS, list(ARRAYS))
    assert stored[2]["types.bias"].tolist() == ARRAYS["types.bias"].tolist()
    assert stored[2]["word"] == pytest.approx(ARRAYS["word"], abs=1.0)
    return None


def test_changed_bytes_of_a_context_are_harmless_or_refused(context: Path) -> None:
    """All over the file, and more of them at its end, where its names are."""
    raw = context.read_bytes()
    places = [*range(0, len(raw), len(raw) // 40), *range(len(raw) - 1100, len(raw), 11)]
    refused = []
    for k in places:
        context.write_bytes(raw[:k] + bytes([raw[k] ^ 0x81]) + raw[k + 1 :])
        error = harmless_or_refused()
        refused += [] if error is None else [error]
    assert len(refused) > len(places) // 2
    assert {error.code for error in refused} == {"model-damaged"}
    assert all(str(context) in error.message for error in refused)


def test_a_shortened_context_is_refused(context: Path) -> None:
    raw = context.read_bytes()
    for k in (*range(0, len(raw), len(raw) // 40), len(raw) - 1):
        context.write_bytes(raw[:k])
        with pytest.raises(TableDamaged, match="install detente again") as caught:
            context_again()
        assert caught.value.code == "model-damaged"


@pytest.mark.parametrize(
    "raw", [b"", b"not a model", array_file(alone=True), array_file(alone=False)], ids=["0", "text", "1", "2"]
)
def test_other_files_are_no_context(context: Path, raw: bytes) -> None:
    context.write_bytes(raw)
    with pytest.raises(TableDamaged):
        context_again()


def test_models_are_no_context(written: Path) -> None:
    written.rename(written.with_name("context.npz"))
    with pytest.raises(TableDamaged):
        context_again()


@pytest.mark.parametrize("absent", [f"arrays.word{SCALE}", "arrays.types.bias", "labels.types", "arrays"])
def test_a_context_of_which_a_part_is_missing_is_refused(context: Path, absent: str) -> None:
    """As where a changed byte hides what follows it in the list of what is in the file."""
    with np.load(context, allow_pickle=False) as file:
        rest = {name: file[name] for name in file.files if name != absent}
        assert len(rest) == len(file.files) - 1
    np.savez(context, **rest)
    with pytest.raises(TableDamaged):
        context_again()


def test_what_is_pickled_in_a_context_is_not_run(context: Path) -> None:
    np.savez(context, pieces=np.array([Trap()], dtype=object), allow_pickle=True)
    EXECUTED.clear()
    with pytest.raises(TableDamaged):
        context_again()
    assert EXECUTED == []


def test_the_shipped_context_can_be_read() -> None:
    stored = context_again()
    if stored is None:
        pytest.skip("no context is fitted yet")
    pieces, labels, arrays = stored
    assert len(pieces) == len(arrays["word"])
    assert all(np.isfinite(array).all() for array in arrays.values())
    for head, names in labels.items():
        assert arrays[f"{head}.weights"].shape[1] == len(names)
