"""The rows of the thesaurus: every kind is known and has one row, every word can be met in a text."""

from collections import Counter
from collections.abc import Iterator

import pytest

from detente.record.thesaurus import _ROWS, noun_kinds, trigger_words, verb_kinds
from detente.record.tree import Token, Tree
from detente.record.triggers import words_that_tell
from detente.record.who import Cast, Discourse
from detente.record.words import lemma
from detente.world.kinds import KINDS

ROWS = tuple(tuple(part.strip() for part in row.split("|")) for row in _ROWS.strip().splitlines())
NOTHING: frozenset[str] = frozenset()


def verbs() -> Iterator[tuple[str, str, str]]:
    """Each kind with its verbs, and their particle or nothing."""
    for kind, words, _ in ROWS:
        for word in words.split():
            verb, _, particle = word.partition("+")
            yield kind, verb, particle


def nouns() -> Iterator[tuple[str, str]]:
    """Each kind with its nouns."""
    for kind, _, words in ROWS:
        for word in words.split():
            yield kind, word


def offered(text: str, tag: str) -> tuple[str, ...]:
    """The kinds that a word may tell that stands alone in a sentence."""
    tree = Tree.of((Token(0, text, 0, lemma(text), tag, 0, "root"),))
    found = words_that_tell(Cast(tree, (), Discourse()))
    return found[0].may if found else ()


def test_a_row_has_a_kind_verbs_and_nouns() -> None:
    assert all(len(row) == 3 and all(row) for row in ROWS)


def test_every_kind_has_one_row_and_every_row_a_kind() -> None:
    named = [kind for kind, _, _ in ROWS]
    assert [kind for kind, n in Counter(named).items() if n > 1] == []
    assert set(named) == set(KINDS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_no_word_stands_twice_in_a_row(row: tuple[str, str, str]) -> None:
    for words in row[1:]:
        assert [word for word, n in Counter(words.split()).items() if n > 1] == []


def test_words_are_in_small_letters() -> None:
    text = " ".join(f"{words} {more}" for _, words, more in ROWS)
    assert text == text.lower()
    assert all(word.replace("-", "").replace("+", "").isalpha() for word in text.split())


def test_verbs_are_in_the_form_that_lemmas_have() -> None:
    """The lemma of the word or of its past: "fell" is that of "felled" though not of itself."""
    strange = [verb for _, verb, _ in verbs() if verb not in (lemma(verb), lemma(verb + "ed"))]
    assert strange == []
    assert [particle for _, _, particle in verbs() if particle and lemma(particle) != particle] == []


def test_every_verb_offers_its_kind() -> None:
    for kind, verb, particle in verbs():
        near = frozenset({particle}) if particle else NOTHING
        assert kind in verb_kinds(verb, near), (kind, verb, particle)


def test_every_noun_offers_its_kind_in_a_text() -> None:
    """As it stands: also "hostilities" and "relations", which are no lemmas, and "firing", a verb's form."""
    missed = [(kind, noun) for kind, noun in nouns() if kind not in offered(noun, "NN")]
    assert missed == []


def test_plurals_offer_what_their_singular_does() -> None:
    for plural, singular in (("raids", "raid"), ("clashes", "clash"), ("bombings", "bombing")):
        assert offered(plural, "NNS") == noun_kinds(singular) != ()


def test_a_particle_changes_what_a_verb_may_tell() -> None:
    plain, out = verb_kinds("break", NOTHING), verb_kinds("break", frozenset({"out"}))
    assert "war" in out
    assert "war" not in plain
    assert "diplomatic_break" in plain
    assert "diplomatic_break" not in out
    assert verb_kinds("break", frozenset({"sideways"})) == plain


def test_unknown_words_offer_nothing() -> None:
    assert verb_kinds("photosynthesise", NOTHING) == ()
    assert noun_kinds("photosynthesis") == ()
    assert offered("photosynthesis", "NN") == ()


def test_the_trigger_words_are_all_words_without_particles() -> None:
    assert trigger_words() == {verb for _, verb, _ in verbs()} | {noun for _, noun in nouns()}
