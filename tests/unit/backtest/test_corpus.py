"""How a dispatch of the corpus is read from its file, and how each kind of fault is named with its place."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from detente.backtest.corpus import STATUSES, Coded, main, read_coded, read_corpus
from detente.world import event
from detente.world.errors import DataError

HEAD = """\
id = "1975-10-03-isl-gbr"
crisis = "cod-war-1975"
date = 1975-10-03
pair = ["ISL", "GBR"]
style = "wire"
invented = false
type = "dispatch"
"""
TEXT = '''\
text = """
REYKJAVIK, Oct 3 - An Icelandic patrol boat cut the nets of two trawlers, the coast guard said.
It was the third such incident in a week.

London lodged a protest. It warned that it would send frigates.
A protest of last year had no effect.
"""
'''
EVENTS = """
[[event]]
words = "cut the nets"
source = "ISL"
target = "GBR"
kind = "obstruction"
date = "1975-10-02"
count = 2

[[event]]
words = "protest"
nth = 2
source = "GBR"
target = "IGO:NATO"
kind = "protest_note"
date = "1974"
status = "historical"
answers = 0

[[fact]]
words = "third such incident"
fact = "claim"
states = ["ISL", "GBR"]
"""
GOOD = HEAD + TEXT + EVENTS
NAME = "1975-10-03-isl-gbr.toml"


def written(folder: Path, content: str, name: str = NAME) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def good(tmp_path: Path) -> Coded:
    return read_coded(written(tmp_path, GOOD))


def test_a_good_file_is_read_whole(good: Coded) -> None:
    assert (good.id, good.crisis, good.date) == ("1975-10-03-isl-gbr", "cod-war-1975", "1975-10-03")
    assert (good.pair, good.style, good.invented, good.kind) == (("ISL", "GBR"), "wire", False, "dispatch")
    assert len(good.events) == 2
    assert len(good.facts) == 1


def test_a_line_is_a_sentence_and_an_empty_line_ends_a_paragraph(good: Coded) -> None:
    sentences = [good.text[a:b] for a, b in good.sentences]
    assert sentences == [line for line in TEXT.splitlines()[1:-1] if line]
    assert good.text.startswith("REYKJAVIK")
    assert "said. It was the third such incident in a week.\n\nLondon lodged" in good.text
    assert good.text.endswith("had no effect.\n")


def test_events_quote_the_text_and_know_their_sentence(good: Coded) -> None:
    for row in (*good.events, *good.facts):
        start, end = row["span"]
        first, last = good.sentences[row["sentence"]]
        assert good.text[start:end] == row["words"]
        assert first <= start < end <= last
    assert [row["sentence"] for row in good.events] == [0, 3]
    assert [row["sentence"] for row in good.facts] == [1]


def test_the_second_occurrence_is_meant_where_the_row_says_so(good: Coded) -> None:
    assert good.text.count("protest", 0, good.events[1]["span"][0]) == 1


def test_an_event_is_actual_unless_it_says_otherwise(good: Coded) -> None:
    assert [row["status"] for row in good.events] == ["actual", "historical"]


def test_little_is_required(tmp_path: Path) -> None:
    bare = 'id = "x"\ncrisis = "c"\nstyle = "ticker"\ntext = "Nothing happened."\n'
    coded = read_coded(written(tmp_path, bare, "x.toml"))
    assert (coded.date, coded.pair, coded.kind, coded.events, coded.facts) == (None, None, "dispatch", (), ())


FAULTS = {
    "no toml": (GOOD, "= = =\n" + GOOD, "line 1"),
    "no id": ('id = "1975-10-03-isl-gbr"\n', "", "`id` is missing"),
    "no crisis": ('crisis = "cod-war-1975"', "crisis = 1975", "`crisis` is missing"),
    "no style": ('style = "wire"\n', "", "`style` is missing"),
    "no text": (TEXT, "", "`text` is missing"),
    "another id": ('id = "1975', 'id = "1976', "is not the file's name"),
    "style": ('style = "wire"', 'style = "poem"', "style 'poem'; known are wire"),
    "type": ('type = "dispatch"', 'type = "song"', "type 'song'; known are dispatch, no_event"),
    "quiet with events": ('type = "dispatch"', 'type = "no_event"', "'no_event', but it has events"),
    "quoted day": ("date = 1975-10-03", 'date = "1975-10-03"', "is no day; write it as"),
    "year for a day": ("date = 1975-10-03", "date = 1975", "date 1975 is no day"),
    "pair of one": ('["ISL", "GBR"]\nstyle', '["ISL"]\nstyle', r"pair \['ISL'\] is not two codes"),
    "pair as text": ('["ISL", "GBR"]\nstyle', '"GB"\nstyle', "pair 'GB' is not two codes"),
    "words not there": ('"cut the nets"', '"cut the ropes"', "event 0: words 'cut the ropes' are not in"),
    "no words": ('words = "cut the nets"\n', "", "event 0: words '' are not in the text"),
    "no third": ("nth = 2", "nth = 3", "event 1: words 'protest' are not in the text"),
    "two sentences": ('"cut the nets"', '"said. It was"', "event 0: .* do not stand within one sentence"),
    "field": ("count = 2", "number = 2", "event 0: unknown field number"),
    "kind": ('"obstruction"', '"netcutting"', "event 0: kind 'netcutting' is not known"),
    "status": ('"historical"', '"past"', "event 1: status 'past'; known are actual, historical"),
    "answers": ("answers = 0", "answers = 2", "event 1: answers 2 is no event of this file"),
    "answers by name": ("answers = 0", 'answers = "first"', "event 1: answers 'first' is no event"),
    "code": ('source = "ISL"', 'source = "Iceland"', "event 0: source 'Iceland' is no ISO3 code"),
    "small code": ('target = "GBR"', 'target = "gbr"', "event 0: target 'gbr' is no ISO3 code"),
    "code of digits": ('source = "ISL"', "source = 352", "event 0: source 352 is no ISO3 code"),
    "date of an act": ('"1975-10-02"', '"2 October"', "event 0: date '2 October'"),
    "day that is none": ('"1975-10-02"', '"1975-02-30"', "event 0: date '1975-02-30'"),
    "unquoted date": ('"1975-10-02"', "1975-10-02", "event 0: date"),
    "words of a fact": ('"third such incident"', '"fourth"', "fact 0: words 'fourth' are not in the text"),
    "fact of no second": ('"third such incident"', '"week"\nnth = 2', "fact 0: words 'week' are not in"),
    "fact of two sentences": ('"third such incident"', '"said. It was"', "fact 0: .* within one sentence"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_file_and_place(tmp_path: Path, name: str) -> None:
    old, new, said = FAULTS[name]
    assert GOOD.count(old) == 1
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(DataError, match=said) as caught:
        read_coded(path)
    assert caught.value.code == "bad-corpus"
    assert caught.value.message.startswith(f"{path}: ")


def test_bytes_that_are_no_text_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(GOOD.encode() + b"# \xff\n")
    with pytest.raises(DataError, match=re.escape(str(path))):
        read_coded(path)


def test_a_folder_is_read_by_name_and_stops_at_the_first_fault(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(tmp_path, GOOD.replace("1975-10-03-isl-gbr", "1974-01-01-a"), "1974-01-01-a.toml")
    (tmp_path / "notes.md").write_text("no dispatch")
    assert [coded.id for coded in read_corpus(tmp_path)] == ["1974-01-01-a", "1975-10-03-isl-gbr"]
    written(tmp_path, GOOD, "1973.toml")
    with pytest.raises(DataError, match=r"1973\.toml: id"):
        read_corpus(tmp_path)


def test_the_check_prints_every_fault_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, GOOD)
    assert main(tmp_path) == 0
    assert capsys.readouterr().out == "4 sentences, 2 events, 0 faults\n"
    bad = GOOD.replace('"obstruction"', '"netcutting"').replace("answers = 0", "answers = 9")
    path = written(tmp_path, bad.replace("1975-10-03-isl", "1975-10-04-isl"), "1975-10-04-isl-gbr.toml")
    (tmp_path / "broken.toml").write_text("= = =")
    assert main(tmp_path) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert sum(line.startswith(f"{path}: event ") for line in lines) == 2
    assert lines[-1] == "4 sentences, 2 events, 3 faults"


@pytest.mark.parametrize(
    ("crisis", "fold"),
    [
        ("suez-1956", "train"),
        ("purus-1958", "train"),
        ("cod-war-1975", "development"),
        ("korea-1950", "test"),
        ("pokhran-chagai-1998", "test"),
    ],
)
def test_folds_are_those_of_the_crisis_for_ever(good: Coded, crisis: str, fold: str) -> None:
    """Written down, for a change of the rule would move what was fitted on into the test."""
    assert replace(good, crisis=crisis).fold == fold
    assert replace(good, crisis=crisis, id="another", text="another", date="1999-01-01").fold == fold


def test_folds_share_the_crises_out_by_six_two_two(good: Coded) -> None:
    folds = Counter(replace(good, crisis=f"crisis-{k}").fold for k in range(2000))
    for fold, share in (("train", 0.6), ("development", 0.2), ("test", 0.2)):
        assert folds[fold] / 2000 == pytest.approx(share, abs=0.04)


def test_statuses_are_those_of_events() -> None:
    assert set(STATUSES) == set(event.STATUSES)
