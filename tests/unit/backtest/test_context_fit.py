"""The fit of words in context: where it starts, what it learns from; PyTorch and NumPy read alike."""

import json
import math
import random
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.backtest import context_base, context_losses, context_net
from detente.backtest.context_base import LABELS, first_arrays, kept_pieces, published
from detente.backtest.context_fit import fit_context
from detente.backtest.context_lessons import BATCH, Lesson, Piece, batches
from detente.backtest.context_losses import losses
from detente.backtest.record_fit import gazetteer_of_tables
from detente.numerics.encoder import Encoder
from detente.record.act_features import type_of
from detente.record.casting import NOBODY
from detente.record.context import HEADS, Context, ContextModel
from detente.record.gazetteer import Gazetteer
from detente.record.layout import SLOTS, lay_out, windows
from detente.record.ranker import NO_ACT
from detente.record.sentences import split_sentences
from detente.world.errors import DataError
from tests.unit.numerics.encoders import affine, drawn, normed
from tests.unit.record.tiny import DAY, PAIRS, Tiny, act, both_ways, quarrel, taught, tiny
from tests.unit.record.tiny_context import KEY, PIECES, PLACES, WIDTH, context_model

MODEL = context_model()
SAME = tuple(range(SLOTS))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return gazetteer_of_tables()


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything of the size of the tiny model, and nothing hidden or dropped."""
    sizes = {"WIDTH": WIDTH, "KEY": KEY, "LAYERS": 1, "DROP": 0.0, "BLANK": 0.0}
    for module in (context_base, context_net, context_losses):
        for name in sizes.keys() & vars(module).keys():
            monkeypatch.setattr(module, name, sizes[name])


def theirs(rng: np.random.Generator, words: int) -> dict[str, Any]:
    """The arrays of a published encoder of one layer, under their names and turned as theirs are."""
    found: dict[str, Any] = {}
    at = "encoder.layer.0."
    sizes = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
    sizes |= {"attention.output.dense": (WIDTH, WIDTH)}
    sizes |= {"intermediate.dense": (WIDTH, 4 * WIDTH), "output.dense": (4 * WIDTH, WIDTH)}
    for name, (wide, out) in sizes.items():
        weights, bias = affine(rng, name, wide, out).values()
        found |= {f"{at}{name}.weight": weights.T, f"{at}{name}.bias": bias}
    norms = ("embeddings.LayerNorm", f"{at}attention.output.LayerNorm", f"{at}output.LayerNorm")
    for name in norms:
        scale, shift = normed(rng, name, WIDTH).values()
        found |= {f"{name}.weight": scale, f"{name}.bias": shift}
    for name, rows in (("word", words), ("position", PLACES), ("token_type", 2)):
        found[f"embeddings.{name}_embeddings.weight"] = drawn(rng, rows, WIDTH)
    return found


def write_safetensors(path: Path, arrays: Mapping[str, Any]) -> None:
    """As the publishers do: a length, a JSON of names and places, and the numbers."""
    head: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array).tobytes()
        kind = {"float32": "F32", "int64": "I64"}[str(array.dtype)]
        offsets = [len(body), len(body) + len(raw)]
        head[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": offsets}
        body += raw
    text = json.dumps(head).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


VOCABULARY = ("[PAD]", "[unused0]", *PIECES.names, "country", "[MASK]", "naïve", "##é")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A published encoder of our own, with its vocabulary."""
    (tmp_path / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
    arrays = theirs(np.random.default_rng(5), len(VOCABULARY))
    write_safetensors(tmp_path / "model.safetensors", arrays)
    return tmp_path / "model.safetensors"


def test_published_arrays_are_read_and_others_passed_over(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    arrays: dict[str, Any] = {"table": drawn(rng, 3, 4), "ids": np.arange(5), "bias": drawn(rng, 2)}
    write_safetensors(tmp_path / "some.safetensors", arrays)
    found = published(tmp_path / "some.safetensors")
    assert found.keys() == {"table", "bias"}
    for name, array in found.items():
        assert array.tolist() == arrays[name].tolist()
        assert array.flags.writeable


def test_plain_pieces_are_kept_in_their_order_with_the_special_ones(base: Path) -> None:
    assert kept_pieces(base).names == (*PIECES.names, "country")


def test_only_the_most_frequent_pieces_are_kept_and_the_special_ones_wherever_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context_base, "KEPT", 3)
    names = ["the", "[unused7]", "##s", "rare", "[SEP]", "[CLS]", "[UNK]"]
    (tmp_path / "vocab.txt").write_text("\n".join(names), encoding="utf-8")
    assert kept_pieces(tmp_path / "model").names == ("the", "##s", "[SEP]", "[CLS]", "[UNK]")


def test_the_first_weights_are_the_published_encoder(base: Path) -> None:
    pieces = kept_pieces(base)
    found, given = first_arrays(base, pieces, seed=0), published(base)
    table = given["embeddings.word_embeddings.weight"]
    for name in ("[CLS]", "bomb", "country"):
        assert found["word"][pieces.names.index(name)].tolist() == table[VOCABULARY.index(name)].tolist()
    inner = {name[8:]: array for name, array in found.items() if name.startswith("encoder.")}
    x = drawn(np.random.default_rng(2), 5, WIDTH)
    assert Encoder.of(inner, HEADS)(x) == pytest.approx(as_published(given, x), abs=1e-3)


def as_published(given: Mapping[str, Any], x: Any) -> Any:
    """One layer of BERT, by its own names (Devlin et al. 2019)."""
    at = "encoder.layer.0."

    def dense(name: str, x: Any) -> Any:
        return x @ given[f"{at}{name}.weight"].T + given[f"{at}{name}.bias"]

    def norm(name: str, x: Any) -> Any:
        x = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
        return x * given[f"{name}.weight"] + given[f"{name}.bias"]

    x = norm("embeddings.LayerNorm", x)
    query, key, value = (dense(f"attention.self.{part}", x) for part in ("query", "key", "value"))
    seen, size = np.empty_like(x), WIDTH // HEADS
    for head in (slice(k, k + size) for k in range(0, WIDTH, size)):
        odds = np.exp(query[:, head] @ key[:, head].T / math.sqrt(size))
        seen[:, head] = odds / odds.sum(axis=1, keepdims=True) @ value[:, head]
    x = norm(f"{at}attention.output.LayerNorm", x + dense("attention.output.dense", seen))
    wide = dense("intermediate.dense", x)
    bent = wide * 0.5 * (1 + np.vectorize(math.erf)(wide / math.sqrt(2)))
    return norm(f"{at}output.LayerNorm", x + dense("output.dense", bent))


def test_the_first_weights_are_all_that_the_model_wants(base: Path, gazetteer: Gazetteer) -> None:
    """The rest is small and random: no label or state is much likelier than another."""
    pieces = kept_pieces(base)
    arrays = first_arrays(base, pieces, seed=0)
    assert {name: a.shape for name, a in arrays.items() if name != "word"} == {
        name: a.shape for name, a in MODEL.arrays.items() if name != "word"
    }
    assert {array.dtype for array in arrays.values()} == {np.dtype("float32")}
    context = heard(quarrel("PER", "ECU"), gazetteer, ContextModel(pieces, LABELS, arrays))
    for head, labels in LABELS.items():
        assert list(context.scores(head, 3).values()) == pytest.approx(
            [-math.log(len(labels))] * len(labels), abs=1
        )
    again, other = (first_arrays(base, pieces, seed)["types.weights"] for seed in (0, 1))
    assert again.tolist() == arrays["types.weights"].tolist() != other.tolist()


def test_without_pytorch_it_says_what_to_do(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(DataError, match="pip install torch") as caught:
        fit_context([], base, epochs=1, progress=print)
    assert caught.value.code == "no-torch"


def heard(given: Tiny, gazetteer: Gazetteer, model: ContextModel = MODEL) -> Context:
    return model.read(given.text, split_sentences(given.text), gazetteer.find(given.text, DAY))


def lesson(given: Tiny, gazetteer: Gazetteer) -> Lesson:
    """A tiny dispatch to learn from."""
    teacher = taught(given, gazetteer)
    spans, mentions = split_sentences(given.text), gazetteer.find(given.text, DAY)
    layout = lay_out(given.text, spans, mentions, PIECES)
    at = layout.at
    told = {at[start]: tuple(rows) for start, rows in teacher.told.items() if start in at}
    return Lesson(layout, tuple(sorted(at[start] for start in teacher.met if start in at)), told, given.rows)


def repeated(given: Tiny, times: int) -> Tiny:
    """The same told again and again: more than is read at once."""
    step, n = len(given.text) + 1, len(given.rows)
    rows = []
    for k in range(times):
        for row in given.rows:
            moved = {"span": tuple(end + k * step for end in row["span"])}
            moved |= {"answers": row["answers"] + k * n} if "answers" in row else {}
            rows.append({**row, **moved})
    return Tiny("\n".join([given.text] * times), rows, given.pair)


URGED = [act("urged calm", code, "PER", "appeal_deescalate") for code in ("TUR", "GRC")]
SEVERAL = tiny("Turkey and Greece urged calm on Peru.\nA school was opened.", ("PER", "ECU"), *URGED)
ROCKET = act("tested a rocket", "ECU", None, "missile_launch", plover="THREATEN")
NOBODY_MET = tiny("Ecuador tested a rocket. Peru protested.", ("PER", "ECU"), ROCKET)
ANSWERS = [{**URGED[0], "answers": 2}, {**URGED[1], "answers": 0}, act("on", "ECU", None, "threat")]
UNTOLD = tiny(f"{SEVERAL.text}\nPeru condemned Greece.", ("PER", "ECU"), *ANSWERS,
              act("condemned Greece", "PER", "GRC", "condemnation", answers=2))  # fmt: skip
"""Answers to what no word tells, and to what the same word tells."""

LONG = repeated(quarrel("PER", "ECU"), 12)
GIVEN = [*both_ways(PAIRS[:1]), UNTOLD, SEVERAL, NOBODY_MET, LONG]


@pytest.fixture(scope="module")
def lessons(gazetteer: Gazetteer) -> list[Lesson]:
    return [lesson(given, gazetteer) for given in GIVEN]


def cut(lesson: Lesson, names: tuple[int, ...] = SAME) -> list[Piece]:
    return [Piece(lesson, *window, names) for window in windows(lesson.layout, PIECES)]


def test_every_window_of_every_lesson_is_in_one_batch(lessons: list[Lesson]) -> None:
    many = lessons * 3
    found = list(batches(many, PIECES, random.Random(1)))
    places = [(id(each.lesson), each.start, each.end, each.new) for batch in found for each in batch]
    wanted = [(id(each), *window) for each in many for window in windows(each.layout, PIECES)]
    assert sorted(places) == sorted(wanted)
    assert len(cut(lessons[-1])) > 1
    assert max(map(len, found)) == BATCH
    assert [len(batch) for batch in batches(many, PIECES, random.Random(2))] != [] != places
    other = [each.start for batch in batches(many, PIECES, random.Random(2)) for each in batch]
    assert other != [each.start for batch in found for each in batch]


def test_every_word_and_act_is_new_in_one_window(lessons: list[Lesson]) -> None:
    for each in lessons:
        pieces = cut(each)
        assert [word for piece in pieces for word in piece.words()] == list(each.words)
        assert [word for piece in pieces for word in piece.acts()] == sorted(each.told)


def test_slots_are_renamed_one_to_one_now_and_then(lessons: list[Lesson]) -> None:
    rng = random.Random(3)
    names = [each.names for _ in range(40) for batch in batches(lessons[:4], PIECES, rng) for each in batch]
    assert all(sorted(each) == list(SAME) for each in names)
    swapped = sum(each[0] > each[1] for each in names) / len(names)
    assert 0.35 < swapped < 0.65
    assert SAME in names
    assert len(set(names)) > 5


@pytest.fixture
def torch() -> Any:
    """PyTorch where it is installed, on one core: the tests are small."""
    found = pytest.importorskip("torch")
    found.set_num_threads(1)
    return found


def parameters(torch: Any, arrays: Mapping[str, Any] = MODEL.arrays) -> dict[str, Any]:
    return {name: torch.tensor(array) for name, array in arrays.items()}


def test_both_encoders_read_alike(torch: Any, lessons: list[Lesson], gazetteer: Gazetteer) -> None:
    """In one batch with longer and shorter ones, and in windows."""
    batch = [piece for each in lessons for piece in cut(each)]
    contexts = [
        heard(given, gazetteer) for given, each in zip(GIVEN, lessons, strict=True) for _ in cut(each)
    ]
    found = context_net.read(torch, parameters(torch), batch, PIECES, random.Random(0)).numpy()
    assert len({piece.end - piece.start for piece in batch}) > 4
    for piece, context, rows in zip(batch, contexts, found, strict=True):
        own = rows[piece.new - piece.start : piece.end - piece.start]
        assert own == pytest.approx(context.vectors[piece.new : piece.end], abs=1e-4)


def test_words_are_hidden_and_names_are_not(
    torch: Any, lessons: list[Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context_net, "BLANK", 1.0)
    p, piece = parameters(torch), cut(lessons[0])[0]
    found = context_net._embedded(torch, p, [piece], PIECES, random.Random(0))[0] - p["position"][: piece.end]
    unknown = PIECES.names.index("[UNK]")
    for row, number in zip(found.numpy(), piece.lesson.layout.piece, strict=True):
        shown = number if number in (PIECES.first, PIECES.end) else unknown
        assert (row == pytest.approx(MODEL.arrays["word"][shown], abs=1e-5)) == (number >= 0)


@pytest.mark.parametrize("role", ["source", "target"])
def test_both_score_states_alike(torch: Any, lessons: list[Lesson], gazetteer: Gazetteer, role: str) -> None:
    p = parameters(torch)
    for given, each in zip(GIVEN, lessons, strict=True):
        context = heard(given, gazetteer)
        for piece in cut(each):
            acts, rows = piece.acts(), torch.tensor(context.vectors[piece.start : piece.end])
            found = context_losses._end_scores(torch, p, piece, rows, role, acts).numpy()
            for token, scores in zip(acts, found, strict=True):
                ends = context.ends(role, token)
                assert [*scores[: len(each.layout.codes)], scores[-1]] == pytest.approx(
                    list(ends.values()), abs=1e-4
                )


class Expected:
    """The losses of a window by what the context says in NumPy, one case at a time."""

    def __init__(self, piece: Piece, context: Context) -> None:
        self.piece, self.context = piece, context
        self.told = {word: [piece.lesson.rows[n] for n in piece.lesson.told[word]] for word in piece.acts()}

    def label(self, head: str) -> tuple[float, int]:
        first = {word: rows[0] for word, rows in self.told.items()}
        field = "status" if head == "status" else "kind"
        labels = {word: str(row[field]) for word, row in first.items()}
        if head == "types":
            types = {word: row.get("plover") or type_of(labels[word]) for word, row in first.items()}
            labels = {word: types.get(word, NO_ACT) for word in self.piece.words()}
        return -sum(self.context.scores(head, word)[label] for word, label in labels.items()), len(self.told)

    def end(self, role: str) -> tuple[float, int]:
        total = 0.0
        for word, rows in self.told.items():
            ends = self.context.ends(role, word)
            chance = _shares(list(ends.values()))
            right = {self.coded(row, role) for row in rows}
            total -= sum(math.log(p) for code, p in zip(ends, chance, strict=True) if code in right) / len(
                right
            )
        return total, len(self.told)

    def coded(self, row: Mapping[str, Any], role: str) -> str:
        ends = [row.get("source") or NOBODY, row.get("target") or NOBODY]
        if row.get("symmetric"):
            ends.sort(key=self.context.layout.codes.index)
        return ends[role == "target"]

    def links(self) -> tuple[float, int]:
        acts, total, n = self.piece.acts(), 0.0, 0
        for k, word in enumerate(acts):
            others = [j for j in range(len(acts)) if j != k]
            scores = self.context.links(word, [acts[j] for j in others], [j - k for j in others])
            *chance, none = _shares([*scores, 0.0])
            answers = {row["answers"] for row in self.told[word] if "answers" in row}
            right = [
                p
                for j, p in zip(others, chance, strict=True)
                if answers & set(self.piece.lesson.told[acts[j]])
            ]
            if right or not answers:
                total -= math.log(sum(right) if right else none)
                n += 1
        return total, n


def _shares(scores: Sequence[float]) -> list[float]:
    odds = [math.exp(score) for score in scores]
    return [each / sum(odds) for each in odds]


def test_losses_are_those_of_what_the_context_says(
    torch: Any, lessons: list[Lesson], gazetteer: Gazetteer
) -> None:
    """So what is fitted is what is read; but in the fit a window reads anew what was read before it."""
    p = parameters(torch)
    for given, each in zip(GIVEN, lessons, strict=True):
        context = heard(given, gazetteer)
        for piece in cut(each):
            found = losses(torch, p, [piece], PIECES, random.Random(0))
            anew = context_net.read(torch, p, [piece], PIECES, random.Random(0))[0].numpy()
            context.vectors[piece.start : piece.end] = anew
            wanted = Expected(piece, context)
            expected = {head: wanted.label(head) for head in LABELS}
            expected |= {role: wanted.end(role) for role in ("source", "target")}
            expected["links"] = wanted.links() if len(wanted.told) > 1 else (0.0, 0)
            for name, (loss, n) in found.items():
                assert (float(loss), n) == pytest.approx(expected[name], rel=1e-3, abs=1e-3), name


def test_losses_of_a_batch_are_summed(torch: Any, lessons: list[Lesson]) -> None:
    p, pieces = parameters(torch), [cut(each)[0] for each in lessons]
    whole = losses(torch, p, pieces, PIECES, random.Random(0))
    each = [losses(torch, p, [piece], PIECES, random.Random(0)) for piece in pieces]
    for name, (loss, n) in whole.items():
        assert float(loss) == pytest.approx(sum(float(one[name][0]) for one in each), rel=1e-3)
        assert n == sum(one[name][1] for one in each)


def test_slots_that_are_renamed_with_their_weights_lose_the_same(torch: Any, lessons: list[Lesson]) -> None:
    """Where an act has a direction; without one its first slot counts as the doer."""
    names = (2, 0, 1, *SAME[3:])
    arrays = dict(MODEL.arrays)
    for name in (
        "slot",
        *(f"{role}.slot.{part}" for role in ("source", "target") for part in ("weights", "bias")),
    ):
        axis = 0 if name == "slot" else -1
        order = [*np.argsort(names), *([SLOTS] if name == "slot" else [])]
        arrays[name] = np.take(arrays[name], order, axis=axis)
    for each in (lessons[-3], lessons[-2]):
        one = losses(torch, parameters(torch), cut(each), PIECES, random.Random(0))
        other = losses(torch, parameters(torch, arrays), cut(each, names), PIECES, random.Random(0))
        unlike = losses(torch, parameters(torch), cut(each, names), PIECES, random.Random(0))
        for name, (loss, n) in one.items():
            assert (float(other[name][0]), other[name][1]) == pytest.approx((float(loss), n), rel=1e-4), name
        assert float(unlike["source"][0]) != pytest.approx(float(one["source"][0]), rel=1e-2)


def told_losses(lines: Sequence[str]) -> list[dict[str, float]]:
    """The losses that were told of each epoch."""
    return [{name: float(value) for name, value in re.findall(r"(\w+) (\d+\.\d+)", line)} for line in lines]


@pytest.fixture
def gentle(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is fitted in earnest: with dropout, and words hidden."""
    for name, value in (("DROP", 0.1), ("BLANK", 0.06)):
        monkeypatch.setattr(context_net, name, value)


@pytest.mark.usefixtures("torch", "gentle")
def test_a_few_epochs_lower_every_loss(base: Path, gazetteer: Gazetteer) -> None:
    lessons = [lesson(given, gazetteer) for given in both_ways(PAIRS)]
    said: list[str] = []
    model = fit_context(lessons, base, epochs=6, rate=2e-3, progress=said.append)
    first, *_, last = told_losses(said)
    assert first.keys() == {*LABELS, "source", "target", "links"}
    assert {name for name in first if last[name] > 0.9 * first[name]} == set()
    context = heard(quarrel("PER", "ECU"), gazetteer, model)
    assert np.isfinite(context.vectors).all()
    assert model.pieces.names == kept_pieces(base).names


@pytest.mark.usefixtures("torch", "gentle")
def test_it_goes_on_from_a_model_and_the_same_seed_fits_the_same(lessons: list[Lesson]) -> None:
    one, again, other = (
        fit_context(lessons[:4], MODEL, epochs=1, rate=1e-4, seed=seed, progress=print) for seed in (0, 0, 1)
    )
    assert one.pieces is MODEL.pieces
    gaps = [float(np.abs(one.arrays[name] - array).max()) for name, array in MODEL.arrays.items()]
    assert 0.0 < max(gaps) < 0.01
    for name, array in one.arrays.items():
        assert again.arrays[name] == pytest.approx(array, abs=1e-6), name
    assert any(np.abs(other.arrays[name] - array).max() > 1e-6 for name, array in one.arrays.items())


@pytest.mark.usefixtures("torch")
@pytest.mark.parametrize("words", [1, 0])
def test_texts_that_tell_nothing_are_no_obstacle(gazetteer: Gazetteer, words: int) -> None:
    """Neither those without an act nor those without a word that may tell one."""
    quiet = lesson(tiny("The minister of Peru opened a school.", ("PER", "ECU")), gazetteer)
    assert quiet.words
    given = [replace(quiet, words=quiet.words[:words])] * 2
    model = fit_context(given, MODEL, epochs=2, progress=print)
    assert all(np.isfinite(array).all() for array in model.arrays.values())
    moved = np.abs(model.arrays["types.weights"] - MODEL.arrays["types.weights"]).max()
    assert (moved > 1e-4) == bool(words)
