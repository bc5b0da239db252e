"""The data card's tables: what they count, and that corpus/README.md holds them as they are printed."""

from pathlib import Path

import pytest

from detente.backtest.corpus import read_corpus
from detente.backtest.corpus_card import kappa, main, tables
from detente.backtest.corpus_second import aligned, read_second
from detente.world.errors import DataError

CORPUS = Path(__file__).parents[3] / "corpus"
SHELLED = """\
id = "1958-03-11-per-bra"
crisis = "purus-1958"
date = 1958-03-11
pair = ["PER", "BRA"]
style = "wire"
invented = true
text = \"\"\"
LIMA, March 11 - Brazilian guns shelled a Peruvian post on Monday and killed two men.
Peru sent a note of protest over the shelling.
The river is rising.
\"\"\"

[[event]]
words = "shelled a Peruvian post"
source = "BRA"
target = "PER"
kind = "artillery_fire"
date = "1958-03-10"
deaths = 2

[[event]]
words = "sent a note of protest"
source = "PER"
target = "BRA"
kind = "protest_note"
date = "1958-03-11"
answers = 0
"""
QUIET = """\
id = "1960-01-02-none-sport"
crisis = "none-sport-1960"
date = 1960-01-02
style = "ticker"
type = "no_event"
text = \"\"\"
Brazil crushed Peru by four goals.
\"\"\"
"""
SECOND = """\
id = "1958-03-11-per-bra"

[[event]]
words = "guns shelled a Peruvian post"
source = "BRA"
target = "PER"
kind = "raid"
date = "1958-03-10"

[[event]]
words = "note of protest"
source = "PER"
target = "BRA"
kind = "protest_note"
status = "historical"
answers = 0

[[event]]
words = "the shelling"
source = "BRA"
target = "PER"
kind = "artillery_fire"
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of two dispatches, one of them coded twice."""
    for name in ("dispatches", "second"):
        (tmp_path / name).mkdir()
    (tmp_path / "dispatches/1958-03-11-per-bra.toml").write_text(SHELLED)
    (tmp_path / "dispatches/1960-01-02-none-sport.toml").write_text(QUIET)
    (tmp_path / "second/1958-03-11-per-bra.toml").write_text(SECOND)
    return tmp_path


def test_the_readme_holds_the_tables_as_they_are_printed() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    differ = [name for name, table in tables(CORPUS).items() if f"\n\n{table}\n" not in readme]
    assert differ == [], (
        "corpus/README.md holds other tables than `python -m detente.backtest.corpus_card` prints"
    )


def test_what_is_counted(corpus: Path) -> None:
    found = tables(corpus)
    size = found["Size"]
    assert "| dispatches | 2 |" in size
    assert "| crises | 1 |" in size
    assert "| sentences | 4 |" in size
    assert "| sentences that tell no event | 2 |" in size
    assert "| sentences of these | 3 |" in size
    assert "| wire | 1 | 1 | 0 | 1 | 3 | 2 |" in found["Styles"]
    assert "| ticker | 0 | 1 | 1 | 0 | 1 | 0 |" in found["Styles"]
    assert "| 1960s | 0 | 1 | 1 | 0 | 1 | 0 |" in found["Days"]


def test_shares_of_events(corpus: Path) -> None:
    found = tables(corpus)
    assert "| actual | 2 | 100 % |" in found["Status"]
    assert "| ASSAULT | 1 | 1 | artillery_fire 1 |" in found["Types and kinds"]
    assert "| `answers` | 1 | 50 % |" in found["Fields"], "an answer to event 0 is an answer"
    assert "| actual, but no `date` | 0 | 0 % |" in found["Fields"]


def test_agreement_counts_what_is_coded_once_against_both(corpus: Path) -> None:
    agreement = tables(corpus)["Agreement"]
    assert "| states and type, of events of any status | 2 | 3 | 2 | 0.80 (0.80-0.80) | 0.80 |" in agreement
    assert "| status, where states and type are the same | 2 | 2 | 1 | 0.50" in agreement
    assert "| which event answers which | 1 | 1 | 1 | 1.00" in agreement
    assert "| words that overlap, whatever the codes | 2 | 3 | 2 | 0.80" in agreement


def test_kinds_that_differ_are_named_with_their_types(corpus: Path) -> None:
    found = tables(corpus)
    assert "| artillery_fire / raid | yes | 1 |" in found["Kinds chosen differently"]
    assert "| PLOVER type | 2 | 2 | 100 % | 1.00 |" in found["Fields of the events that both tell"]
    assert "| kind | 2 | 1 | 50 % |" in found["Fields of the events that both tell"]


def test_words_are_aligned_once(corpus: Path) -> None:
    (twice,) = read_second(corpus / "second", read_corpus(corpus / "dispatches"))
    pairs = [(one["words"], other["words"]) for one, other in aligned(twice)]
    assert pairs == [
        ("shelled a Peruvian post", "guns shelled a Peruvian post"),
        ("sent a note of protest", "note of protest"),
    ]
    assert len(aligned(twice.turned())) == 2


def test_a_corpus_that_was_coded_once_has_no_agreement(corpus: Path) -> None:
    (corpus / "second/1958-03-11-per-bra.toml").unlink()
    assert "Agreement" not in tables(corpus)


def test_kappa() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1.0
    assert kappa([("a", "b"), ("b", "a")]) == -1.0
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0.0
    assert kappa([("a", "a")]) == kappa([]) == 1.0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"the shelling"', '"the bombing"', "event 2: words 'the bombing' are not in the text"),
        ('kind = "raid"', 'kind = "rade"', "event 0: 'rade'"),
        ('"historical"', '"old"', "event 1: status 'old' is none of"),
        ('date = "1958-03-10"', 'date = "March"', "event 0: "),
        ("id =", "id", "1958-03-11-per-bra.toml: "),
    ],
)
def test_a_fault_of_the_second_coder_is_named(corpus: Path, old: str, new: str, says: str) -> None:
    (corpus / "second/1958-03-11-per-bra.toml").write_text(SECOND.replace(old, new))
    with pytest.raises(DataError) as caught:
        tables(corpus)
    assert caught.value.code == "bad-corpus"
    assert says in caught.value.message


def test_a_second_coding_of_no_dispatch_is_refused(corpus: Path) -> None:
    (corpus / "second/1999-01-01-per-bra.toml").write_text(SECOND)
    with pytest.raises(DataError, match="no dispatch of this name"):
        tables(corpus)


def test_the_command_prints_every_table(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(corpus) == 0
    printed = capsys.readouterr().out
    assert all(f"### {name}\n\n{table}\n" in printed for name, table in tables(corpus).items())


def test_the_command_says_where_no_corpus_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tmp_path) == 3
    assert "no-corpus" in capsys.readouterr().err
