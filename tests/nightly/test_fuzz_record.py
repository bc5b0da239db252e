"""A hundred thousand hostile texts: each answered or refused by name, soundly, within 50 ms of CPU a kB.

One process, one core, the better part of an hour; the texts are the same at each run.
"""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.record.clean import LIMIT
from detente.record.parsed import available
from tests.properties.findings import WARM, assert_sound
from tests.properties.hostile import Input, giants, inputs, sentences
from tests.properties.soundness import breaches

pytestmark = pytest.mark.nightly

PATTERNS, MODEL, DRAWN = 82_000, 3_000, 7_500
"""Texts read by patterns, by the model, and drawn by each of the two Hypothesis tests."""

ABSENT = not available()
DAYS = st.none() | st.dates()
NAMES = st.none() | st.text(max_size=20)
ANY = settings(
    max_examples=DRAWN,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What is loaded once a process is no text's time."""
    breaches(WARM, model=False)


def test_short_texts_by_patterns() -> None:
    assert_sound(inputs(seed=2022, count=PATTERNS), model=False)


@pytest.mark.skipif(ABSENT, reason="the model is not here")
def test_short_texts_by_the_model() -> None:
    assert_sound(inputs(seed=2023, count=MODEL), model=True)


@ANY
@given(st.text(max_size=300), DAYS, NAMES)
def test_any_text(text: str, day: date | None, name: str | None) -> None:
    assert breaches(Input("text", text.encode("utf-8", "surrogatepass"), day, name), model=False) == []


@ANY
@given(st.binary(max_size=300), DAYS)
def test_any_bytes(raw: bytes, day: date | None) -> None:
    assert breaches(Input("bytes", raw, day), model=False) == []


def test_repeats_of_100_000_characters() -> None:
    assert_sound(giants(100_000), model=False)


@pytest.mark.skipif(ABSENT, reason="the model is not here")
def test_repeats_of_10_000_characters_by_the_model() -> None:
    assert_sound(giants(10_000), model=True)


def test_one_line_of_any_length() -> None:
    prose = " ".join(sentences()).encode()
    line = (prose * (10_000_000 // len(prose) + 1))[:10_000_000].replace(b"\n", b" ")
    assert_sound([Input("10 MB", line), Input("limit", line[:LIMIT])], model=False)
