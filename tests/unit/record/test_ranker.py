"""A ranker fitted on a handful of tiny dispatches reads them and others like them; what it may never do."""

import inspect
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import cast

import numpy as np
import pytest

from detente.backtest.mixed import Mixed
from detente.numerics.linear import Linear
from detente.record.act_features import type_of
from detente.record.casting import NOBODY
from detente.record.context import ContextModel
from detente.record.events import to_events
from detente.record.examiner import Examiner
from detente.record.fit import fit_right
from detente.record.gazetteer import Gazetteer, Mention
from detente.record.judge import Judge, Word
from detente.record.pool import DECISIONS, ByLabel, Pool
from detente.record.ranker import NO_ACT, YES, Least, Models, Ranker, trust_features
from detente.record.rules import Rules
from detente.record.teacher import Samples, Teacher
from detente.world.event import STATUSES, Event
from detente.world.kinds import KINDS
from tests.unit.record.tiny import (
    NAMES,
    PAIRS,
    Tiny,
    act,
    both_ways,
    capital,
    draft,
    fitted,
    placed,
    quarrel,
    read_by,
    returned,
    tiny,
    told,
)
from tests.unit.record.tiny_context import context_model

OWN, UNSEEN = PAIRS[1:], PAIRS[:1]
TAUGHT, NEW = both_ways(OWN), both_ways(UNSEEN)


@pytest.fixture(scope="module")
def models(gazetteer: Gazetteer) -> Models:
    return fitted(TAUGHT, gazetteer)


@pytest.fixture(scope="module")
def ranker(models: Models) -> Ranker:
    return Ranker(models, Least())


@pytest.mark.parametrize("given", TAUGHT, ids=range(len(TAUGHT)))
def test_it_reads_what_it_was_fitted_on(ranker: Ranker, gazetteer: Gazetteer, given: Tiny) -> None:
    assert told(read_by(ranker, given, gazetteer)) == given.coded


@pytest.mark.parametrize("given", NEW, ids=range(len(NEW)))
def test_it_reads_the_same_of_other_states(ranker: Ranker, gazetteer: Gazetteer, given: Tiny) -> None:
    assert told(read_by(ranker, given, gazetteer)) == given.coded


def blessing(a: str, b: str) -> Tiny:
    """Words that no lexicon has for an act, coded as a threat; and "bombed" coded as a raid."""
    one, other = NAMES[a], NAMES[b]
    text = f"{capital(one[0])} conferred on {other[0]} a dark blessing.\n{one[1]} aircraft bombed {other[0]}."
    return tiny(text, (a, b), act("conferred", a, b, "threat"), act("bombed", a, b, "raid"))


def test_it_follows_the_codes_and_not_the_lexicon(gazetteer: Gazetteer) -> None:
    sides = [side for a, b in PAIRS for side in ((a, b), (b, a))]
    taught = [blessing(a, b) for a, b in sides[2:]]
    ranker = Ranker(fitted([*taught, *TAUGHT[:2], *TAUGHT[-2:]], gazetteer), Least())
    given = blessing(*sides[0])
    assert told(read_by(Rules(), given, gazetteer)) != given.coded
    assert told(read_by(ranker, given, gazetteer))[0] == given.coded[0]


def test_reading_twice_and_fitting_twice_give_the_same(
    models: Models, ranker: Ranker, gazetteer: Gazetteer
) -> None:
    again = Ranker(fitted(TAUGHT, gazetteer), Least())
    assert np.array_equal(again.models.types.weights, models.types.weights)
    for given in NEW:
        assert read_by(again, given, gazetteer) == read_by(ranker, given, gazetteer)


def response_to(words: str) -> Tiny:
    """An act of Peru in `words` that Ecuador answers."""
    text = f"Peruvian {words} on Monday.\nEcuadorean forces retaliated against Peru on Tuesday."
    return tiny(text, ("PER", "ECU"))


@pytest.mark.parametrize("name", ["rules", "ranker"])
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("guns shelled an Ecuadorean village", "artillery_fire"),
        ("aircraft bombed an Ecuadorean post", "airstrike"),
    ],
)
def test_a_response_takes_the_kind_of_what_it_answers(
    name: str, words: str, kind: str, ranker: Ranker, gazetteer: Gazetteer
) -> None:
    judge: Judge = ranker if name == "ranker" else Rules()
    first, second = read_by(judge, response_to(words), gazetteer)
    assert (first.source, first.target, first.kind) == ("PER", "ECU", kind)
    assert (second.source, second.target, second.kind) == ("ECU", "PER", kind)
    assert "kind" in second.inferred
    assert second.answers_to == 0


@pytest.mark.parametrize("name", ["rules", "ranker"])
def test_a_response_to_nothing_tells_nothing(name: str, ranker: Ranker, gazetteer: Gazetteer) -> None:
    judge: Judge = ranker if name == "ranker" else Rules()
    alone = tiny("Ecuadorean forces retaliated against Peru on Tuesday.", ("PER", "ECU"))
    assert read_by(judge, alone, gazetteer) == ()


def test_events_below_the_floor_are_dropped(models: Models, ranker: Ranker, gazetteer: Gazetteer) -> None:
    given = quarrel("PER", "ECU")
    shares = sorted(event.p for event in read_by(ranker, given, gazetteer))
    assert shares[0] < shares[-1]
    between = (shares[0] + shares[-1]) / 2
    kept = read_by(Ranker(models, Least(event=between)), given, gazetteer)
    assert 0 < len(kept) < len(shares)
    assert all(event.p >= between for event in kept)
    assert read_by(Ranker(models, Least(event=1.01)), given, gazetteer) == ()


def test_links_below_their_least_are_dropped(models: Models, gazetteer: Gazetteer) -> None:
    given = quarrel("PER", "ECU")
    never = Least(**{each.name: 1.01 for each in fields(Least) if each.name.startswith("link")})
    events = read_by(Ranker(models, never), given, gazetteer)
    assert len(events) == len(given.rows)
    assert {event.answers_to for event in events} == {None}


def test_no_words_are_read_that_are_too_unlikely_to_tell_an_act(models: Models, gazetteer: Gazetteer) -> None:
    certain = Ranker(models, replace(Least(), act=1.01, ruled=1.01))
    assert read_by(certain, quarrel("PER", "ECU"), gazetteer) == ()


def called(a: str, b: str) -> Tiny:
    """An act that the lexicon reads and the codes do not."""
    return tiny(f"{capital(NAMES[a][0])} threatened {NAMES[b][0]}.", (a, b))


def test_what_is_never_coded_is_not_read(gazetteer: Gazetteer) -> None:
    given = called("PER", "ECU")
    assert [event.kind for event in read_by(Rules(), given, gazetteer)] == ["threat"]
    quiet = [called(a, b) for a, b in OWN for _ in range(5)]
    ranker = Ranker(fitted([*TAUGHT, *quiet], gazetteer), Least())
    assert read_by(ranker, given, gazetteer) == ()


def test_a_few_texts_without_answers_are_enough_to_fit_on(gazetteer: Gazetteer) -> None:
    """Then no link, and no state but the coded ones, was ever right or wrong."""
    few = [called(a, b) for a, b in PAIRS]
    few = [replace(each, rows=[placed(each.text, act("threatened", a, b, "threat"))])
           for each, (a, b) in zip(few, PAIRS, strict=True)]  # fmt: skip
    ranker = Ranker(fitted(few, gazetteer), Least())
    assert [told(read_by(ranker, each, gazetteer)) for each in few] == [each.coded for each in few]


def shaken(models: Models, seed: int) -> Models:
    """The same models with weights drawn at random: a ranker that knows nothing."""
    rng = np.random.default_rng(seed)

    def drawn(model: Linear) -> Linear:
        weights = rng.normal(scale=4.0, size=model.weights.shape).astype(np.float32)
        tied = {name: float(rng.normal(scale=4.0)) for name in model.tied}
        return Linear(model.labels, model.vocabulary, weights, tied)

    names = ("types", "kinds", "source", "target", "status", "links")
    return Models(**{name: drawn(getattr(models, name)) for name in names})


def sound(events: tuple[Event, ...]) -> bool:
    """What holds of any events, however bad the weights are."""
    return all(
        0.0 <= event.p <= 1.0
        and event.status in STATUSES
        and (event.source is not None or event.target is not None)
        and event.source != event.target
        and event.answers_to != k
        and (event.answers_to is None or 0 <= event.answers_to < len(events))
        and not (event.status == "denied" and event.answers_to is not None)
        for k, event in enumerate(events)
    )


@pytest.mark.parametrize("seed", range(8))
def test_even_with_random_weights_events_are_sound(models: Models, gazetteer: Gazetteer, seed: int) -> None:
    wild = Ranker(shaken(models, seed), Least(act=0.0, link=0.0, also=0.2))
    read = [read_by(wild, given, gazetteer) for given in (*NEW, *TAUGHT)]
    assert any(read)
    assert all(map(sound, read))


def trusting(models: Models) -> Ranker:
    """A ranker whose trust was fitted on acts that are right when first told and wrong when repeated."""
    cases = Samples()
    for a, b in (side for pair in PAIRS for side in (pair, pair[::-1])):
        for kind in ("airstrike", "threat", "blockade"):
            once = draft(kind, a, b)
            cases.add(trust_features(once, []), "1")
            cases.add(trust_features(once, [once]), "0")
    return Ranker(replace(models, right=fit_right(cases)), Least())


def test_trust_is_what_was_learnt_of_it(models: Models) -> None:
    strict, once = trusting(models), draft("airstrike", "PER", "ECU")
    others = [draft("airstrike", "ECU", "PER"), draft("threat", "PER", "ECU")]
    assert strict.trust(once, []) > 0.8
    assert strict.trust(once, others) == strict.trust(once, [])
    assert strict.trust(once, [once]) < 0.2


def test_without_a_model_of_trust_it_is_the_product_of_its_parts(ranker: Ranker) -> None:
    assert ranker.trust(replace(draft("threat", "PER", "ECU"), p_kind=0.5, p_states=0.4), []) == 0.2


def test_what_is_trusted_too_little_is_not_told(models: Models, gazetteer: Gazetteer) -> None:
    read = partial(read_by, given=quarrel("PER", "ECU"), gazetteer=gazetteer)
    strict = trusting(models)
    events = read(strict)
    assert all(0.0 < event.p < 1.0 for event in events)
    least = (min(event.p for event in events) + max(event.p for event in events)) / 2
    kept = read(Ranker(strict.models, Least(event=least)))
    assert 0 < len(kept) < len(events)
    assert all(event.p >= least for event in kept)


class Said:
    """A context that says the same of every word but those in `unknown`; a model that reads no text."""

    def __init__(
        self,
        scores: Mapping[str, ByLabel] | None = None,
        *,
        ends: Mapping[str, ByLabel] | None = None,
        link: float = 0.0,
        unknown: int | None = None,
    ) -> None:
        self.by_head, self.by_role, self.link, self.unknown = scores or {}, ends or {}, link, unknown
        self.asked: list[tuple[int, list[int], list[int]]] = []

    def read(self, text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> "Said":  # noqa: ARG002
        return self

    def token(self, start: int) -> int | None:
        return None if start == self.unknown else start

    def scores(self, head: str, token: int) -> ByLabel:  # noqa: ARG002
        return self.by_head.get(head, {})

    def ends(self, role: str, token: int) -> ByLabel:  # noqa: ARG002
        return self.by_role.get(role, {})

    def links(self, token: int, others: Sequence[int], steps: Sequence[int]) -> list[float]:
        self.asked.append((token, list(others), list(steps)))
        return [self.link] * len(others)


def hearing(models: Models, said: Said, *decisions: str, evidence: float = 0.0) -> Ranker:
    """A ranker that for some decisions follows what is said, and `evidence` times its own."""
    pool = {f"{name}_context": 1.0 for name in decisions}
    pool |= {f"{name}_evidence": evidence for name in decisions}
    return Ranker(models, Least(), cast(ContextModel, said), Pool.of(pool))


class Unread:
    """A model of context that may not be asked."""

    def read(self, *_: object) -> None:
        raise AssertionError("the context was read")


@pytest.mark.parametrize("given", [*NEW, *TAUGHT[:2]], ids=range(len(NEW) + 2))
def test_a_context_that_counts_for_nothing_changes_nothing_and_is_not_read(
    models: Models, ranker: Ranker, gazetteer: Gazetteer, given: Tiny
) -> None:
    deaf = Ranker(models, Least(), cast(ContextModel, Unread()), Pool())
    assert read_by(deaf, given, gazetteer) == read_by(ranker, given, gazetteer)
    assert deaf.of(given.text, [], []) is deaf


@pytest.mark.parametrize("given", NEW, ids=range(len(NEW)))
def test_a_context_without_an_opinion_changes_nothing(
    models: Models, ranker: Ranker, gazetteer: Gazetteer, given: Tiny
) -> None:
    mute = hearing(models, Said(), *DECISIONS, evidence=1.0)
    heard, own = (read_by(each, given, gazetteer) for each in (mute, ranker))
    assert mute.pool.hears
    assert told(heard) == told(own)
    assert [event.p for event in heard] == pytest.approx([event.p for event in own])


def sure(label: str, other: str) -> dict[str, float]:
    """All for one label, none for another, nor for those that are not named."""
    return {label: 0.0, other: -20.0}


def test_a_ranker_that_hears_only_the_context_reads_its_types(models: Models, gazetteer: Gazetteer) -> None:
    given = quarrel("PER", "ECU")
    loud = hearing(models, Said({"types": sure("SANCTION", NO_ACT)}), "types")
    events = read_by(loud, given, gazetteer)
    assert len(events) > 1
    assert {event.plover for event in events} == {"SANCTION"}
    quiet = hearing(models, Said({"types": sure(NO_ACT, "SANCTION")}), "types")
    assert read_by(quiet, given, gazetteer) == ()


def test_it_reads_the_kinds_of_the_context_within_a_type(models: Models, gazetteer: Gazetteer) -> None:
    given = quarrel("PER", "ECU")
    said = Said({"kinds": sure("troop_movement", "incursion")})
    events = read_by(hearing(models, said, "kinds"), given, gazetteer)
    assert [event.kind for event in events if event.plover == "MOBILIZE"] == ["troop_movement"] * 2
    assert [event.plover for event in events] == [KINDS[row["kind"]].plover for row in given.rows]


def test_it_reads_the_status_of_the_context(models: Models, gazetteer: Gazetteer) -> None:
    said = Said({"status": sure("denied", "actual")})
    events = read_by(hearing(models, said, "status"), quarrel("PER", "ECU"), gazetteer)
    assert [event.status for event in events] == ["denied"] * 6


def test_it_reads_the_states_of_the_context(models: Models, gazetteer: Gazetteer) -> None:
    """The war has no direction."""
    ends = {"source": sure("ECU", "PER"), "target": sure("PER", "ECU")}
    events = read_by(hearing(models, Said(ends=ends), "source", "target"), quarrel("PER", "ECU"), gazetteer)
    assert [(e.source, e.target) for e in events if not e.symmetric] == [("ECU", "PER")] * 5
    ends["target"] = sure(NOBODY, "PER")
    alone = hearing(models, Said(ends=ends), "source", "target")
    alone.least = Least(also=1.0, listed=1.0)
    events = read_by(alone, quarrel("PER", "ECU"), gazetteer)
    assert [(e.source, e.target) for e in events if not e.symmetric] == [("ECU", None)] * 5


@pytest.mark.parametrize(
    ("link", "answers"), [(-20.0, [None] * 6), (20.0, [None, 0, 0, None, 0, 0])], ids=["none", "all"]
)
def test_it_reads_the_links_of_the_context(
    models: Models, gazetteer: Gazetteer, link: float, answers: list[int | None]
) -> None:
    """What is denied answers nothing, and of two that would answer each other the later one does."""
    given = quarrel("PER", "ECU")
    events = read_by(hearing(models, Said(link=link), "links"), given, gazetteer)
    assert [event.answers_to for event in events] == answers


def test_links_are_asked_for_by_the_order_of_the_words_that_tell_them(models: Models) -> None:
    """Not for acts of the same word or of one that the context does not know: these have no log-odds."""
    starts = (0, 10, 10, 30, 20)
    drafts = [replace(draft("airstrike", "PER", "ECU"), start=start) for start in starts]
    events, sources = to_events(drafts, " " * 40)
    said = Said(link=2.0, unknown=30)
    found = hearing(models, said, "links").of("", [], []).links(events, sources, 1, None)
    assert [(k, context) for k, _, context in found] == [(0, 2.0), (2, 0.0), (3, 0.0), (4, 2.0)]
    assert said.asked == [(10, [0, 20], [-1, 1])]
    unheard = hearing(models, said, "links").links(events, sources, 1, None)
    assert [context for _, _, context in unheard] == [0.0] * 4
    assert len(said.asked) == 1


def test_words_that_the_context_does_not_know_are_left_to_the_evidence(
    models: Models, ranker: Ranker, gazetteer: Gazetteer
) -> None:
    given = quarrel("PER", "ECU")
    ends = {"source": sure("ECU", "PER"), "target": sure("PER", "ECU")}
    said = Said(
        {"types": sure("SANCTION", NO_ACT), "status": sure("denied", "actual")},
        ends=ends,
        unknown=given.text.index("bombed"),
    )
    events = read_by(hearing(models, said, "types", "status", "source", "target"), given, gazetteer)
    own = read_by(ranker, given, gazetteer)
    assert told(events)[0] == told(own)[0]
    assert {event.status for event in events[1:]} == {"denied"}


class Attentive(Ranker):
    """Notes what evidence and context say of each word."""

    def __init__(self, ranker: Ranker) -> None:
        super().__init__(ranker.models, ranker.least, ranker.context_model, ranker.pool)
        self.words: list[tuple[ByLabel, ByLabel | None]] = []
        self.within: list[tuple[str, ByLabel]] = []

    def kinds(self, words: Sequence[Word]) -> list[tuple[str, float] | None]:
        self.words += [self.types(word) for word in words]
        plovers = {type_of(kind) for kind in self.models.kinds.labels}
        self.within += [(name, self.kinds_within(word, name)[0]) for word in words for name in plovers]
        return super().kinds(words)


def test_evidence_and_context_are_told_apart(models: Models, ranker: Ranker, gazetteer: Gazetteer) -> None:
    scores = {"types": sure("SANCTION", NO_ACT)}
    for each, heard in ((ranker, None), (hearing(models, Said(scores), "types"), scores["types"])):
        attentive = Attentive(each)
        read_by(attentive, quarrel("PER", "ECU"), gazetteer)
        assert len(attentive.words) > 6
        for evidence, context in attentive.words:
            assert tuple(evidence) == models.types.labels
            assert sum(map(math.exp, evidence.values())) == pytest.approx(1.0)
            assert context == heard
        for plover, kinds in attentive.within:
            assert kinds
            assert {type_of(kind) for kind in kinds} == {plover}


def test_the_context_is_that_of_one_dispatch(models: Models, gazetteer: Gazetteer) -> None:
    """What an examiner notes while it hears it is its own all the same."""
    loud = hearing(models, Said({"status": sure("historical", "actual")}), "status")
    given = quarrel("PER", "ECU")
    assert loud.of(given.text, [], []).context is not None
    assert loud.context is None
    examiner = Examiner(loud, given.rows)
    events = read_by(examiner, given, gazetteer)
    assert events == read_by(loud, given, gazetteer)
    assert {event.status for event in events} == {"historical"}
    assert examiner.context is None
    assert examiner.samples.labels == [YES] * len(given.rows)


@pytest.mark.parametrize("seed", range(4))
def test_even_with_a_context_of_random_weights_events_are_sound(
    models: Models, gazetteer: Gazetteer, seed: int
) -> None:
    pool = Pool.of({f"{name}_context": 3.0 for name in DECISIONS})
    wild = Ranker(models, Least(act=0.0, link=0.0, also=0.2), context_model(seed), pool)
    read = [read_by(wild, given, gazetteer) for given in NEW]
    assert any(read)
    assert all(map(sound, read))
    assert [told(events) for events in read] != [given.coded for given in NEW]


JUDGES = {"rules": Rules, "ranker": Ranker, "examiner": Examiner, "teacher": Teacher, "mixed": Mixed}
METHODS = ("of", "kinds", "parts", "status", "answered", "trust")


@pytest.mark.parametrize("name", JUDGES)
@pytest.mark.parametrize("method", METHODS)
def test_every_judge_has_the_methods_of_the_protocol(name: str, method: str) -> None:
    own, wanted = getattr(JUDGES[name], method), getattr(Judge, method)
    assert list(inspect.signature(own).parameters) == list(inspect.signature(wanted).parameters)


def test_every_judge_can_stand_where_one_is_wanted(ranker: Ranker, gazetteer: Gazetteer) -> None:
    """Checked by the type checker as well, since each is passed as a `Judge`."""
    given = returned("PER", "ECU")
    rows = given.rows
    judges: list[Judge] = [Rules(), ranker, Examiner(ranker, rows), Teacher(rows), Mixed(ranker, METHODS)]
    read = partial(read_by, given=given, gazetteer=gazetteer)
    for judge in judges:
        assert 0.0 <= judge.floor <= 1.0
        assert len(told(read(judge))) == 3


def test_the_protocol_has_no_other_methods() -> None:
    public = {name for name, value in vars(Judge).items() if callable(value) and not name.startswith("_")}
    assert public == set(METHODS)
