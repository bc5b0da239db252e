"""Two thousand hostile texts are answered or refused by name, soundly, in time; `make nightly` reads more."""

import pytest

from detente.record.parsed import available
from tests.properties.findings import assert_sound, findings
from tests.properties.hostile import Input, giants, inputs
from tests.properties.soundness import breaches

pytestmark = pytest.mark.nightly

CODERS = pytest.mark.parametrize(
    "model",
    [False, pytest.param(True, marks=pytest.mark.skipif(not available(), reason="the model is not here"))],
    ids=["patterns", "model"],
)


@CODERS
def test_short_texts(model: bool) -> None:
    assert_sound(inputs(seed=1 + model, count=60 if model else 1000), model=model)


def test_repeats() -> None:
    assert_sound(giants(150), model=False)


def test_the_check_sees_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that cannot read "7" is found out, and the input brought down to it."""

    def picky(raw: bytes, **_: object) -> None:
        raise KeyError("7") if b"7" in raw else RuntimeError("no 7")

    monkeypatch.setattr("tests.properties.soundness.open_dispatch", picky)
    found = findings([Input("", b"Iran fired 27 missiles.")], model=False)
    assert len(found) == 1
    assert "KeyError" in found[0]
    assert "raw=b'7'" in found[0]


def test_the_check_sees_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(raw: bytes, **_: object) -> None:
        while raw:
            pass

    monkeypatch.setattr("tests.properties.soundness.open_dispatch", hang)
    monkeypatch.setattr("tests.properties.soundness.FLOOR", 0.01)
    assert breaches(Input("", b"Iran"), model=False)[0].startswith("hang")
