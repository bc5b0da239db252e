"""ICBe read, scored and reported, on three invented sentences in the columns of its table."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from detente.backtest import icbe
from detente.backtest.icbe import NAMED, OURS, RIVALS, RULES, icbe_report, lines, side_of
from detente.backtest.icbe_names import code_of, states_of
from detente.backtest.icbe_plain import VERBS, named_pairs, rule_pairs, side_by_verbs
from detente.backtest.icbe_score import Reading, Row, score, single_side, tally
from detente.backtest.icbe_table import (
    CONFLICT,
    COOPERATION,
    CRISES,
    EVENTS,
    Coded,
    Crisis,
    last_day,
    part_of,
    read_crises,
)
from detente.record import parsed, shallow
from detente.record.dispatch import Dispatch
from detente.record.gazetteer import Mention
from detente.record.tree import Token, Tree
from detente.record.words import lemma
from detente.world.errors import DataError, InputRefused
from detente.world.event import Event
from detente.world.kinds import KINDS
from detente.world.record import Record

DEVELOPMENT, HELD_OUT = 1, 2
"""Crisis numbers of each part."""

COLUMNS = (
    *(
        "crisno",
        "sentence_number_int_aligned",
        "sentence_span_text",
        "event_type",
        "do_actor_a",
        "do_actor_b",
    ),
    *("say_actor_a", "say_actor_b", "think_actor_a", "do_kind", "do_interact_kind", "sayintkind"),
    *("interact_escalate", "interact_deescalate", "interact_increasecoop"),
)
ATTACK = "Peruvian troops invaded Chile on 3 June 1951."
PROTEST = "Chile condemned Peru and said that Bolivia would be next"
TALKS = "Argentina and Brazil signed an agreement in Lima."

PERU, CHILE, BOLIVIA = "Peru", "Chile", "Bolivia"
ROWS = (
    (1, ATTACK, "action", PERU, CHILE, None, None, None, "", "escalatory", "", "attack", "", ""),
    (1, ATTACK, "thought", PERU, CHILE, None, None, CHILE, "", "escalatory", "", "", "", ""),
    (1, ATTACK, "thought", PERU, BOLIVIA, None, None, CHILE, "", "escalatory", "", "", "", ""),
    (2, PROTEST, "speech", PERU, BOLIVIA, CHILE, "Peru;United Nations", None, "", "", "accuse", "", "", ""),
    (2, PROTEST, "speech", None, None, CHILE, "", None, "", "", "appeal", "", "", ""),
    (3, TALKS, "action", "Brazil", "Argentina", None, None, None, "", "cooperative", "", "", "", "meeting"),
    (3, TALKS, "action", "Hamas", "Argentina", None, None, None, "uncooperative", "", "", "", "", ""),
    (4, "The crisis was over.", *((None,) * 12)),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The two tables, one crisis in each part."""
    rows = [(number, *row) for number in (DEVELOPMENT, HELD_OUT) for row in ROWS]
    kinds = ", ".join(f"{name} {'integer' if k < 2 else 'varchar'}" for k, name in enumerate(COLUMNS))
    with duckdb.connect() as connection:
        connection.execute(f"create table events ({kinds})")
        connection.executemany(f"insert into events values ({', '.join('?' * len(COLUMNS))})", rows)
        connection.execute(f"copy events to '{tmp_path / EVENTS}' (format parquet)")
        connection.execute(
            "create table ends (crisno integer, yrterm integer, moterm integer, daterm integer)"
        )
        connection.execute(f"insert into ends values ({DEVELOPMENT}, 1951, 6, 88)")
        connection.execute(f"copy ends to '{tmp_path / CRISES}' (format parquet)")
    return tmp_path


@pytest.fixture
def crisis(data: Path) -> Crisis:
    """The one crisis of the development part."""
    (only,) = read_crises(data, "development")
    return only


def test_parts_are_fixed_by_the_number() -> None:
    assert (part_of(DEVELOPMENT), part_of(HELD_OUT)) == ("development", "held-out")
    assert Counter(part_of(n) for n in range(1, 2001))["held-out"] == pytest.approx(1000, abs=60)


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("United States of America", date(1962, 10, 1), "USA"),
        ("Soviet Union", date(1938, 1, 1), "RUS"),
        ("Ottoman Empire", date(1920, 1, 1), "TUR"),
        ("Vietnam", date(1970, 1, 1), "VNM"),
        ("Republic of China", date(1937, 7, 7), "CHN"),
        ("Republic of China", date(1958, 9, 1), "TWN"),
        ("Palestine", date(1990, 1, 1), None),
        ("Palestine Liberation Organization", date(1982, 6, 6), None),
        ("United Nations", date(1991, 1, 1), None),
        ("Kingdom of Hejaz", date(1924, 1, 1), None),
    ],
)
def test_names_of_actors(name: str, day: date, code: str | None) -> None:
    assert code_of(name, day) == code


def test_a_cell_of_several_actors() -> None:
    assert states_of("France;United Nations; Germany;France", date(1992, 1, 1)) == ("FRA", "DEU")
    assert states_of(None, None) == states_of("", None) == ()


def test_narrative_is_rebuilt_with_its_last_day(crisis: Crisis) -> None:
    assert [crisis.text[a:b] for a, b in crisis.spans] == [ATTACK, PROTEST, TALKS, "The crisis was over."]
    assert crisis.day == date(1951, 6, 30)
    assert f"{PROTEST}\n\n{TALKS} " in crisis.text


def test_told_pairs_with_sides_and_what_is_set_aside(crisis: Crisis) -> None:
    attack, protest, talks, nothing = crisis.coded
    assert attack.told == {("PER", "CHL"): frozenset({CONFLICT})}
    assert attack.aside == {("BOL", "PER")}
    assert protest.told == {("CHL", "PER"): frozenset({CONFLICT})}
    assert protest.aside == {("BOL", "PER")}
    assert talks.told == {("BRA", "ARG"): frozenset({COOPERATION})}
    assert talks.mutual == {("ARG", "BRA")}
    assert nothing == Coded({}, frozenset(), frozenset())


def test_what_is_left_out_is_counted(crisis: Crisis) -> None:
    assert crisis.counts == {
        "events": 7,
        "thoughts": 2,
        "acts and statements that count": 3,
        "with no agreed doer or target": 1,
        "with an end that is no state": 1,
    }


@pytest.mark.parametrize(
    ("end", "text", "day"),
    [
        ((1938, 10, 66), "", date(1938, 10, 31)),
        ((1964, 2, 29), "", date(1964, 2, 29)),
        ((1964, None, None), "", date(1964, 12, 31)),
        (None, "In 1948 and again in 1956 it was quiet.", date(1956, 12, 31)),
        (None, "No year is named.", None),
    ],
)
def test_last_day(end: tuple[int | None, ...] | None, text: str, day: date | None) -> None:
    assert last_day(end, text) == day


def test_missing_tables_and_unknown_parts_are_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="development or held-out"):
        read_crises(data, "second")
    with pytest.raises(DataError, match=CRISES):
        read_crises(tmp_path / "elsewhere", "development")


def values(rows: tuple[Row, ...], reader: str) -> dict[tuple[str, str], float]:
    return {(row.measure, row.score): row.value for row in rows if row.reader == reader}


def test_icbe_itself_is_right_and_its_reverse_is_not(crisis: Crisis) -> None:
    gold: Reading = [each.told for each in crisis.coded]
    turned: Reading = [{(b, a): sides for (a, b), sides in each.items()} for each in gold]
    readers = {"gold": [tally(crisis.coded, gold)], "turned": [tally(crisis.coded, turned)]}
    rows = score(readers, "gold", {"turned": ("pairs", "who to whom")})
    assert set(values(rows, "gold").values()) == {1.0}
    assert values(rows, "turned")["pairs", "F1"] == 1.0
    assert values(rows, "turned")["who to whom", "F1"] == pytest.approx(1 / 3)  # the meeting has no direction
    assert values(rows, "gold less turned")["who to whom", "F1"] == pytest.approx(2 / 3)


def test_pairs_set_aside_are_not_held_against_a_reader(crisis: Crisis) -> None:
    spoken: Reading = [{("PER", "BOL"): frozenset({CONFLICT})}, {}, {}, {("USA", "PER"): frozenset()}]
    counts = tally(crisis.coded, spoken)
    assert counts["pairs"].tolist() == [0, 1, 3]
    assert counts["pairs where ICBe has one"].tolist() == [0, 0, 3]


def test_sides_of_shared_pairs(crisis: Crisis) -> None:
    both = frozenset({CONFLICT, COOPERATION})
    reading: Reading = [
        {("CHL", "PER"): frozenset({COOPERATION})},
        {("CHL", "PER"): both},
        {("ARG", "BRA"): frozenset({COOPERATION})},
        {},
    ]
    counts = tally(crisis.coded, reading)
    assert counts["side"].tolist() == [[0, 1], [0, 1]]
    assert counts["unsided"].tolist() == [1]
    assert single_side(reading[1], ("PER", "CHL")) is None


def test_intervals_are_over_crises() -> None:
    told = Coded({("PER", "CHL"): frozenset({CONFLICT})}, frozenset(), frozenset())
    found, missed = tally([told], [told.told]), tally([told], [{}])
    rows = score({"half": [found, missed] * 20}, "half", {})
    recall = next(row for row in rows if (row.measure, row.score) == ("pairs", "recall"))
    assert recall.value == 0.5
    assert 0.3 < recall.low < 0.5 < recall.high < 0.7


def mention(text: str, word: str, code: str) -> Mention:
    start = text.index(word)
    return Mention(start, start + len(word), (code,), "name")


def tree(text: str, nodes: str) -> Tree:
    """The words of a text in order, each given as tag/head/dependency."""
    tokens: list[Token] = []
    for i, (word, node) in enumerate(zip(text.split(), nodes.split(), strict=True)):
        tag, head, dep = node.split("/")
        start = tokens[-1].end + 1 if tokens else 0
        tokens.append(Token(i, word, start, lemma(word.lower()), tag, int(head), dep))
    return Tree.of(tuple(tokens))


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("Peru attacked ships of Chile", "NNP/1/nsubj VBD/1/root NNS/1/dobj IN/2/prep NNP/3/pobj"),
        ("Peru fired on Chile", "NNP/1/nsubj VBD/1/root IN/1/prep NNP/2/pobj"),
        ("Chile was bombed by Peru", "NNP/2/nsubjpass VBD/2/auxpass VBN/2/root IN/2/agent NNP/3/pobj"),
    ],
)
def test_subject_verb_object_in_either_voice(text: str, nodes: str) -> None:
    mentions = (mention(text, "Peru", "PER"), mention(text, "Chile", "CHL"))
    found = rule_pairs(tree(text, nodes), mentions, COOPERATION)
    assert found == {("PER", "CHL"): frozenset({CONFLICT})}


def test_all_pairs_named_go_from_the_first() -> None:
    text = "Peru, the UN, Palestine, Chile and Peru"
    codes = {"Peru": "PER", "UN": "IGO:UN", "Palestine": "PSE", "Chile": "CHL"}
    mentions = [mention(text, word, code) for word, code in codes.items()]
    assert named_pairs(mentions, CONFLICT) == {("PER", "CHL"): frozenset({CONFLICT})}


def test_the_list_of_verbs() -> None:
    assert Counter(VERBS.values()) == {CONFLICT: 15, COOPERATION: 15}
    assert [lemma(verb) for verb in VERBS] == list(VERBS)
    assert side_by_verbs(["meet", "and", "sign", "attack"], CONFLICT) == COOPERATION
    assert side_by_verbs(["meet", "attack"], CONFLICT) == CONFLICT
    assert side_by_verbs([], COOPERATION) == COOPERATION


@pytest.mark.parametrize(
    ("plover", "side"), [("ASSAULT", CONFLICT), ("REQUEST", CONFLICT), ("CONSULT", COOPERATION), (None, None)]
)
def test_sides_of_our_acts(plover: str | None, side: str | None) -> None:
    assert side_of(Event("PER", "CHL", None, "collision", 5, plover=plover)) == side


def act(text: str, words: str, source: str | None, target: str | None, **more: str) -> Event:
    start = text.index(words)
    kind = more.pop("kind", "condemnation")
    span = (start, start + len(words))
    return Event(source, target, None, kind, 2, plover=KINDS[kind].plover, span=span, **more)  # type: ignore[arg-type]


def read_by_hand(dispatch: Dispatch, *, model: bool) -> Record:  # noqa: ARG001
    """What a reader could find: two acts that ICBe has, one that it has not, and four that do not count."""
    text = dispatch.text
    events = (
        act(text, "invaded", "PER", "CHL", kind="invasion"),
        act(text, "condemned", "CHL", "PER"),
        act(text, "condemned", "CHL", "BRA"),
        act(text, "said", "CHL", "PER", status="hypothetical"),
        act(text, "said", "CHL", None),
        act(text, "said", "CHL", "IGO:UN"),
        act(text, "signed", "ARG", "BRA", status="denied", kind="agreement"),
    )
    return Record(None, None, None, None, events, ())


@pytest.mark.parametrize("part", ["development", "held-out"])
def test_our_reader_is_scored_by_the_sentence_of_its_words(
    data: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icbe, "record_of", read_by_hand)
    told: list[str] = []
    report = icbe_report(data, model=False, part=part, progress=told.append)
    found = {(r["reader"], r["measure"], r["score"]): r["value"] for r in report["rows"]}
    assert found[OURS, "pairs", "precision"] == pytest.approx(2 / 3)
    assert found[OURS, "pairs", "recall"] == pytest.approx(2 / 3)
    assert found[OURS, "side", "accuracy"] == 1.0
    assert report["read"] == {
        "acts that count": 3,
        "possible or denied": 2,
        "with an end that is no state": 1,
        "with no doer or no target": 1,
    }
    assert told == ["ICBe: 1 of 1 narratives read"]


def test_a_refused_narrative_is_counted(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(dispatch: Dispatch, *, model: bool) -> Record:
        raise InputRefused("language", f"{dispatch.name} {model}")

    monkeypatch.setattr(icbe, "record_of", refuse)
    assert icbe_report(data, model=False, part="development")["read"] == {"narratives refused": 1}


def test_report_is_plain_json_of_every_reader(data: Path) -> None:
    report = icbe_report(data, model=False, part="development")
    assert json.loads(json.dumps(report)) == report
    assert (report["crises"], report["sentences"], report["sentences_with_a_pair"]) == (1, 4, 3)
    assert report["usual_side"] == CONFLICT
    found = {(r["reader"], r["measure"], r["score"]): r["value"] for r in report["rows"]}
    assert found[NAMED, "pairs", "recall"] == 1.0
    assert RULES not in {row["reader"] for row in report["rows"]}


def test_report_as_lines_names_every_reader(data: Path) -> None:
    report = icbe_report(data, model=False, part="development")
    shown = "\n".join(lines(report))
    assert "ICBe, development part: 1 crises, 4 sentences, 3 with a pair of states" in shown
    assert all(row["reader"] in shown and row["measure"] in shown for row in report["rows"])
    assert "2 thoughts" in shown


def test_report_with_trees_has_every_rival(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icbe, "record_of", read_by_hand)
    monkeypatch.setattr(parsed, "parse_all", shallow.parse_all)  # a reader of trees that needs no model
    report = icbe_report(data, model=True, part="development")
    assert {*RIVALS, OURS} == {row["reader"] for row in report["rows"] if " less " not in row["reader"]}
    assert {f"{OURS} less {name}" for name in RIVALS} < {row["reader"] for row in report["rows"]}
