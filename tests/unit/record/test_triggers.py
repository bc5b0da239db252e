"""Which words of a sentence may tell an act, and what lexicon, thesaurus and company say of each."""

import pytest

from detente.record import shallow
from detente.record.judge import Word
from detente.record.senses import trigger_lemmas
from detente.record.thesaurus import trigger_words
from detente.record.triggers import known_words, words_that_tell
from detente.record.who import Cast, Discourse
from detente.world.kinds import KINDS

SENTENCES = (
    "Peru pulled out of the talks.",
    "Ecuador condemned the shelling of its villages by Peru.",
    "Peru and Ecuador signed an accord and broke off relations with Turkey.",
    "Peru demanded that Ecuador withdraw its troops.",
    "Hostilities began after the firing of two missiles.",
)


def found(sentence: str) -> dict[str, Word]:
    """The words that may tell an act, by how they are written, as patterns read the sentence."""
    tree = next(shallow.parse_all(sentence, [(0, len(sentence))]))
    words = words_that_tell(Cast(tree, (), Discourse()))
    return {tree.tokens[word.clause.trigger].text: word for word in words}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Peru pulled out of the talks.", ["pulled", "talks"]),
        ("Ecuador condemned the shelling of its villages.", ["condemned", "shelling"]),
        (
            "Relations were broken off, and hostilities began.",
            ["Relations", "broken", "hostilities", "began"],
        ),
        ("The poet sang of green hills and the quiet river.", []),
    ],
)
def test_verbs_and_nouns_of_action_are_found_in_order(sentence: str, words: list[str]) -> None:
    assert list(found(sentence)) == words


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_word_knows_where_it_stands(sentence: str) -> None:
    words = found(sentence)
    assert words
    for text, word in words.items():
        assert sentence[word.start : word.start + len(text)] == text


@pytest.mark.parametrize("sentence", SENTENCES)
def test_kinds_are_kinds(sentence: str) -> None:
    for word in found(sentence).values():
        assert set(word.may) <= set(KINDS)
        assert {word.rule, word.above, word.below} <= {*KINDS, "", "-", "response"}


def test_the_rule_is_the_lexicon_s_and_empty_or_a_dash_without_one() -> None:
    words = found("Relations with Ecuador were bad when Peru condemned the accord.")
    assert words["condemned"].rule == "condemnation"
    assert words["Relations"].rule == ""
    assert found("The minister began his holidays.")["began"].rule == "-"


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        ("Peru pulled out of Quito.", "pulled", "withdrawal"),
        ("The relations were resumed.", "relations", "recognition"),
        ("The hostilities were resumed.", "hostilities", "war"),
        ("The firing of a missile alarmed Peru.", "firing", "missile_launch"),
        ("The bombing of Quito alarmed Peru.", "bombing", "airstrike"),
        ("The clashes alarmed Peru.", "clashes", "ground_clash"),
    ],
)
def test_the_thesaurus_goes_by_the_form_before_the_lemma(sentence: str, text: str, kind: str) -> None:
    assert kind in found(sentence)[text].may


def test_a_particle_makes_another_verb() -> None:
    out, off = found("War broke out.")["broke"], found("Peru broke off relations.")["broke"]
    assert "war" in out.may
    assert "diplomatic_break" in off.may
    assert not set(out.may) & set(off.may)


def test_words_know_which_acts_stand_above_and_below_them() -> None:
    words = found("Peru demanded that Ecuador withdraw its troops.")
    assert (words["demanded"].above, words["demanded"].below) == ("", "withdrawal")
    assert (words["withdraw"].above, words["withdraw"].below) == ("demand_withdrawal", "")


def test_a_noun_is_twice_told_by_its_own_verb_only() -> None:
    words = found("Peru and Ecuador signed an accord.")
    assert words["accord"].twice
    assert not words["signed"].twice
    assert not found("Peru condemned the shelling.")["shelling"].twice


def test_nouns_are_nominal() -> None:
    words = found("Ecuador condemned the shelling of its villages.")
    assert words["shelling"].clause.nominal
    assert not words["condemned"].clause.nominal


def test_the_known_words_are_those_of_lexicons_and_thesaurus() -> None:
    assert known_words() == trigger_words() | trigger_lemmas()
    assert not any("+" in word for word in known_words())
