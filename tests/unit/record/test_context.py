"""Words in context, with weights drawn at random: what holds of the scores whatever was fitted."""

import math

import numpy as np
import pytest

from detente.numerics.encoder import Encoder
from detente.record.casting import NOBODY
from detente.record.context import APART, FAR, HEADS, Context, Floats
from detente.record.gazetteer import Gazetteer
from detente.record.layout import SLOTS, WINDOW, Layout, windows
from detente.record.sentences import split_sentences
from tests.unit.record.tiny import DAY, quarrel
from tests.unit.record.tiny_context import PIECES, WIDTH, context_model

MODEL = context_model()
ROLES = ("source", "target")
QUARREL = quarrel("PER", "ECU").text
LONG = "\n".join([QUARREL] * 9 + ["India bombed Peru."])
"""Read in several windows, the last of which alone names India."""


def heard(text: str, gazetteer: Gazetteer) -> Context:
    return MODEL.read(text, split_sentences(text), gazetteer.find(text, DAY))


@pytest.fixture(scope="module")
def short(gazetteer: Gazetteer) -> Context:
    return heard(QUARREL, gazetteer)


@pytest.fixture(scope="module")
def long(gazetteer: Gazetteer) -> Context:
    return heard(LONG, gazetteer)


def affine(name: str, x: Floats) -> Floats:
    found: Floats = x @ MODEL.arrays[f"{name}.weights"] + MODEL.arrays[f"{name}.bias"]
    return found


@pytest.mark.parametrize("head", ["types", "kinds", "status"])
def test_scores_are_log_probabilities_of_the_labels(short: Context, head: str) -> None:
    for token in range(len(short.layout)):
        scores = short.scores(head, token)
        assert tuple(scores) == MODEL.labels[head]
        assert sum(map(math.exp, scores.values())) == pytest.approx(1.0, abs=1e-5)
        raw = affine(head, short.vectors[token])
        assert list(scores.values()) == pytest.approx(raw - np.log(np.exp(raw).sum()), abs=1e-5)


def test_words_are_found_by_their_first_character(short: Context) -> None:
    assert short.token(QUARREL.index("bombed")) == short.layout.at[QUARREL.index("bombed")]
    assert short.token(QUARREL.index("bombed") + 1) is None


def test_a_word_is_another_in_another_context(gazetteer: Gazetteer) -> None:
    texts = ("Peru bombed Ecuador.", "Peru shelled Ecuador.", "Peru bombed Ecuador.")
    one, other, again = (heard(text, gazetteer).vectors[1] for text in texts)
    assert np.abs(one - other).max() > 1e-3
    assert one.tolist() == again.tolist()


def read_slowly(layout: Layout, start: int, end: int) -> Floats:
    """The tokens [start, end) as the tables have them, through the encoder."""
    a, rows = MODEL.arrays, []
    for k in range(start, end):
        mention, slot, place = (row[k] for row in (layout.kind, layout.slot, layout.place))
        masked = a["mention"][mention] + a["slot"][slot] + a["place"][place]
        rows.append(a["position"][k - start] + (a["word"][layout.piece[k]] if mention < 0 else masked))
    inner = {name[8:]: array for name, array in a.items() if name.startswith("encoder.")}
    return Encoder.of(inner, HEADS)(np.array(rows))


def test_what_is_read_is_piece_or_mention_with_its_place(short: Context) -> None:
    layout = short.layout
    assert short.vectors == pytest.approx(read_slowly(layout, 0, len(layout)), abs=1e-5)


@pytest.mark.parametrize("role", ROLES)
def test_ends_are_the_states_of_the_text_and_nobody(short: Context, role: str) -> None:
    for token in range(len(short.layout)):
        ends = short.ends(role, token)
        assert tuple(ends) == (*short.layout.codes, NOBODY)
        assert all(map(math.isfinite, ends.values()))
        assert ends[NOBODY] == pytest.approx(float(affine(f"{role}.nobody", short.vectors[token])[0]))


def slow_ends(context: Context, role: str, token: int) -> dict[str, float]:
    """The same, one mention at a time of those that were read together with the word."""
    layout, a = context.layout, MODEL.arrays
    query, found = affine(f"{role}.query", context.vectors[token]), {}
    near = range(context.first[token], context.last[token])
    for slot, code in enumerate(layout.codes):
        odds = 0.0
        for k in (k for k in near if layout.slot[k] == slot):
            key = affine(f"{role}.key", context.vectors[k])
            step = sum(edge < k - token for edge in APART.tolist())
            gap = layout.sentence[k] - layout.sentence[token]
            score = float(key @ query) / math.sqrt(len(query)) + float(a[f"{role}.apart"][step])
            score += float(a[f"{role}.sentence"][max(-3, min(2, gap)) + 3])
            score += float(a[f"{role}.kind"][layout.kind[k]])
            odds += math.exp(score)
        named = math.log(odds) if odds else -4.0
        found[code] = float(affine(f"{role}.slot", context.vectors[token])[slot]) + named
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_mention_speaks_for_its_state(short: Context, long: Context, role: str) -> None:
    for context in (short, long):
        for token in range(0, len(context.layout), 13):
            ends, slow = context.ends(role, token), slow_ends(context, role, token)
            assert [ends[code] for code in slow] == pytest.approx(list(slow.values()), abs=1e-4)


@pytest.mark.parametrize("role", ROLES)
def test_a_state_that_is_not_named_near_counts_as_unnamed(long: Context, role: str) -> None:
    """India is named in the last window alone, that of the last words."""
    known = [affine(f"{role}.slot", long.vectors[token])[2] for token in (1, len(long.layout) - 1)]
    assert long.layout.codes[2] == "IND"
    assert long.ends(role, 1)["IND"] == pytest.approx(float(known[0]) - 4.0)
    assert long.ends(role, len(long.layout) - 1)["IND"] != pytest.approx(float(known[1]) - 4.0, abs=1e-2)


def test_states_beyond_those_told_apart_have_no_score(gazetteer: Gazetteer) -> None:
    """As an ambiguous name, which is read and speaks for no state."""
    text = "Korean troops bombed a village. North Korean guns. South Korean guns. Peru."
    context = heard(text, gazetteer)
    assert SLOTS in context.layout.slot
    assert set(context.ends("source", 1)) == {"PRK", "KOR", "PER", NOBODY}


def test_a_long_text_has_a_vector_for_every_token(long: Context) -> None:
    cut = list(windows(long.layout, PIECES))
    assert len(cut) > 2
    assert long.vectors.shape == (len(long.layout), WIDTH)
    assert np.isfinite(long.vectors).all()
    assert (np.abs(long.vectors).max(axis=1) > 0).all()
    for start, end, new in cut:
        assert set(long.first[new:end]) == {start}
        assert set(long.last[new:end]) == {end}


def test_the_first_window_reads_as_it_does_alone(long: Context, gazetteer: Gazetteer) -> None:
    """With the same states, which are numbered by the whole text."""
    _, end, _ = next(windows(long.layout, PIECES))
    spans, mentions = split_sentences(LONG), gazetteer.find(LONG, DAY)
    alone = MODEL.read(LONG, spans[: long.layout.sentence[end - 1] + 1], mentions)
    assert len(alone.layout) == end < WINDOW
    assert alone.vectors == pytest.approx(long.vectors[:end], abs=1e-5)
    for token in range(0, end, 11):
        assert alone.ends("target", token) == pytest.approx(long.ends("target", token), abs=1e-4)


def test_the_second_window_sees_what_was_before_it(long: Context) -> None:
    """Its new words are read after a third of what was read before, as if the text began there."""
    start, end, new = list(windows(long.layout, PIECES))[1]
    assert 0 < start < new
    alone = read_slowly(long.layout, start, end)[new - start :]
    assert long.vectors[new:end] == pytest.approx(alone, abs=1e-5)


def test_links_give_one_number_for_each_other(short: Context) -> None:
    tokens = [1, 5, 9, 30]
    scores = short.links(12, tokens, [-3, -2, -1, 1])
    query = affine("links.query", short.vectors[12])
    none = float(affine("links.none", short.vectors[12])[0])
    for token, step, score in zip(tokens, (-3, -2, -1, 1), scores, strict=True):
        own = float(affine("links.key", short.vectors[token]) @ query) / math.sqrt(len(query))
        assert score == pytest.approx(own + float(MODEL.arrays["links.apart"][step + FAR]) - none, abs=1e-4)
    assert short.links(12, [], []) == []


def test_acts_that_are_very_far_apart_are_no_further_than_far(short: Context) -> None:
    scores = short.links(12, [1] * 6, [-1000, -FAR, 1 - FAR, FAR - 1, FAR, 1000])
    assert (scores[0], scores[-1]) == (scores[1], scores[-2])
    assert len({round(score, 4) for score in scores}) == 4


@pytest.mark.parametrize("text", ["", "War", "Peru", "The school reopened.", "\x00 ☃ 戦争", "x" * 3000])
def test_any_text_is_read(text: str, gazetteer: Gazetteer) -> None:
    context = heard(text, gazetteer)
    assert context.vectors.shape == (len(context.layout), WIDTH)
    last = len(context.layout) - 1
    for role in ROLES:
        assert set(context.ends(role, last)) == {*context.layout.codes, NOBODY}
    assert math.isfinite(context.links(last, [0], [0])[0])
    assert context.token(0) == (1 if text else None)
