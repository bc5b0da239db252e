"""One byte form: what is written, read and written again is the same."""

import json

import pytest

from detente.world.canonical import canonical

NEAR_WHOLE = (1.0000001, 0.9999999, 1.0, 5.0000001, 4.9999999, -1.0000001, 0.0, -0.0, 1234567.8, 1e-9)


@pytest.mark.parametrize("value", NEAR_WHOLE)
def test_a_number_read_again_is_written_the_same(value: float) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_a_probability_just_under_one_stays_under_one() -> None:
    assert json.loads(canonical(0.99999999)) < 1.0


def test_six_digits_are_kept() -> None:
    assert canonical([0.1234564, 123456.4, 2.0]) == b"[0.123456,123456,2]"
