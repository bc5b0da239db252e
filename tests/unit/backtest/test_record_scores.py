"""The measures of the record room: by hand, and against a second count that is written another way."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.backtest import record
from detente.backtest.corpus import Coded
from detente.backtest.matching import Tally
from detente.backtest.record_fit import gazetteer_of_tables
from detente.backtest.record_scores import Scores
from detente.backtest.record_sets import OTHER, Case, corpus_cases, gold_cases, gold_coded
from detente.record.rules import Rules
from detente.world.errors import DataError
from detente.world.event import Event
from detente.world.kinds import KINDS
from tests.unit.backtest.coding import Row, event, events, row, rows

RAID = row("PER", "ECU", "raid", date="1981-02-03", count=2)
PROTEST = row("ECU", "PER", "protest_note", answers=0)
OLD_WAR = row("PER", "ECU", "war", status="historical", symmetric=True)
MISHAP = row("PER", None, "accident")
CODED = [RAID, PROTEST, OLD_WAR, MISHAP]
READ = [
    event("PER", "ECU", "airstrike", date="1981-02-09", count=2, p=0.9),
    event("ECU", "PER", "condemnation", answers_to=0, p=0.8),
    event("ECU", "PER", "war", status="actual", p=0.7),
    event("USA", "PER", "aid", answers_to=1, p=0.6),
]


def scored(coded: Sequence[Row], read: Sequence[Event], *, quiet: bool = False) -> Scores:
    scores = Scores()
    scores.add(coded, read, quiet=quiet)
    return scores


def test_a_dispatch_by_hand() -> None:
    scores = scored(CODED, READ)
    assert scores.dyad == Tally(2, 4, 2)
    assert scores.triple == Tally(2, 4, 2)
    assert scores.dated == Tally(1, 4, 2)
    assert scores.told == Tally(3, 4, 3)
    assert scores.status == Tally(2, 3, 3)
    assert scores.count == Tally(1, 1, 1)
    assert scores.links == Tally(1, 2, 1)
    assert scores.trust == [(0.9, True), (0.8, True), (0.7, True), (0.6, False)]
    assert (scores.quiet, scores.disturbed) == (0, 0)


def test_a_link_is_right_only_if_both_its_ends_are() -> None:
    turned = [READ[0], event("ECU", "PER", "talks", answers_to=0)]
    assert scored(CODED, turned).links == Tally(0, 1, 1)
    backwards = [event("PER", "ECU", "raid", answers_to=1), event("ECU", "PER", "condemnation")]
    assert scored(CODED, backwards).links == Tally(0, 1, 1)


def test_an_answer_to_what_has_no_type_is_counted_and_missed() -> None:
    coded = [row("PER", None, "accident"), row("ECU", "PER", "protest_note", answers=0)]
    assert scored(coded, [event("ECU", "PER", "protest_note")]).links == Tally(0, 0, 1)


@pytest.mark.parametrize(
    ("read", "disturbed"),
    [
        ([], 0),
        ([event("PER", "ECU", "raid")], 1),
        ([event("PER", "ECU", "raid"), event("ECU", "PER", "raid")], 1),
        ([event("PER", "ECU", "raid", status="historical")], 0),
        ([event("PER", None, "alert")], 0),
    ],
)
def test_a_quiet_text_is_disturbed_by_an_act_between_two_states(read: list[Event], disturbed: int) -> None:
    scores = scored([], read, quiet=True)
    assert (scores.quiet, scores.disturbed) == (1, disturbed)
    assert scores.triple == scores.told == Tally()
    assert scores.trust == []


def test_dispatches_add_up() -> None:
    scores = scored(CODED, READ)
    scores.add(CODED, READ, quiet=False)
    scores.add([], [], quiet=True)
    assert scores.triple == Tally(4, 8, 4)
    assert len(scores.trust) == 8
    assert scores.quiet == 1


def trusting(*pairs: tuple[float, bool]) -> Scores:
    return Scores(trust=list(pairs))


def test_calibration_by_hand() -> None:
    assert Scores().calibration() == 0.0
    sure = trusting(*[(0.9, True)] * 9, (0.9, False), *[(0.1, True)], *[(0.1, False)] * 9)
    assert sure.calibration() == pytest.approx(0.0)
    assert trusting(*[(0.9, False)] * 10, *[(0.1, True)] * 10).calibration() == pytest.approx(0.9)
    assert trusting(*[(0.8, True)] * 10, *[(0.3, False)] * 30).calibration() == pytest.approx(
        (10 * 0.2 + 30 * 0.3) / 40
    )


def test_calibration_is_over_tenths_of_the_events() -> None:
    """20 different p, two a tenth: the gap of each tenth is that of its two together."""
    pairs = [(k / 20, k % 2 == 0) for k in range(20)]
    gaps = [abs(0.5 - (a[0] + b[0]) / 2) for a, b in zip(pairs[::2], pairs[1::2], strict=True)]
    assert trusting(*pairs).calibration() == pytest.approx(sum(gaps) / 10)


def test_events_of_one_p_are_one_group() -> None:
    """Rules trust everything alike; sorted by what was right, they would look badly calibrated."""
    half = [(0.5, k % 2 == 0) for k in range(100)]
    assert trusting(*half).calibration() == pytest.approx(0.0)
    assert trusting(*half).accuracy_at(0.5) == pytest.approx(0.5)


def test_accuracy_of_the_most_trusted_by_hand() -> None:
    scores = trusting((0.9, True), (0.8, False), (0.7, True), (0.1, False))
    assert [scores.accuracy_at(share) for share in (0.25, 0.5, 0.75, 1.0)] == [1.0, 0.5, 2 / 3, 0.5]
    assert scores.accuracy_at(0.0) == Scores().accuracy_at(1.0) == 0.0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.9]), st.booleans()), min_size=1, max_size=30))
def test_neither_depends_on_the_order_of_the_events(pairs: list[tuple[float, bool]]) -> None:
    there, back = trusting(*pairs), trusting(*pairs[::-1])
    assert there.calibration() == pytest.approx(back.calibration())
    assert 0.0 <= there.calibration() <= 0.9 + 1e-9
    for share in (0.3, 0.5, 1.0):
        assert there.accuracy_at(share) == pytest.approx(back.accuracy_at(share))


class Recount:
    """The same measures counted another way: rows and events are crossed off lists, best pairs first."""

    def __init__(self, coded: Sequence[Row], read: Sequence[Event]) -> None:
        self.coded, self.read = coded, read

    def type_of(self, given: Row) -> str | None:
        own: str | None = given.get("plover", KINDS[given["kind"]].plover)
        return own

    def alike(self, given: Row, told: Event, measure: str) -> bool:
        ends, other = (given.get("source"), given.get("target")), (told.source, told.target)
        around = sorted(map(str, ends)) == sorted(map(str, other))
        if measure == "dyad":
            return around
        directed = not (given.get("symmetric") or told.symmetric)
        same = self.type_of(given) == told.plover and (ends == other if directed else around)
        return same and (measure != "dated" or self.days_agree(given.get("date"), told.date))

    @staticmethod
    def days_agree(one: str | None, other: str | None) -> bool:
        if one is None or other is None:
            return one is None
        if len(one) == len(other) == 10:
            return abs(date.fromisoformat(one).toordinal() - date.fromisoformat(other).toordinal()) < 2
        return one.startswith(other) or other.startswith(one)

    def pairs(self, coded: list[int], read: list[int], measure: str) -> list[tuple[int, int]]:
        """Crossed off in rounds: agreeing dates and counts, then dates, then counts, then the rest."""
        found: list[tuple[int, int]] = []
        for day, number in ((True, True), (True, False), (False, True), (False, False)):
            for i in list(coded):
                for j in list(read):
                    given, told = self.coded[i], self.read[j]
                    same_day = self.days_agree(given.get("date"), told.date)
                    same_number = (given.get("count") or 0) == (told.count or 0)
                    fits = (same_day, same_number) == (day, number) and self.alike(given, told, measure)
                    if fits and i in coded and j in read:
                        coded.remove(i)
                        read.remove(j)
                        found.append((i, j))
        return found

    def of(self, measure: str, *, status: str | None = "actual") -> Tally:
        coded = [i for i, g in enumerate(self.coded) if self.type_of(g) and status in (None, g["status"])]
        read = [j for j, e in enumerate(self.read) if e.plover and status in (None, e.status)]
        n, m = len(coded), len(read)
        return Tally(len(self.pairs(coded, read, measure)), m, n)

    def found(self) -> dict[int, int]:
        coded = [i for i, given in enumerate(self.coded) if self.type_of(given)]
        return dict(self.pairs(coded, list(range(len(self.read))), "triple"))

    def links(self) -> Tally:
        found, right = self.found(), 0
        wanted = [i for i, g in enumerate(self.coded) if self.type_of(g) and g.get("answers") is not None]
        for i in wanted:
            j, k = found.get(i), found.get(self.coded[i]["answers"])
            right += j is not None and k is not None and self.read[j].answers_to == k
        return Tally(right, sum(e.answers_to is not None for e in self.read), len(wanted))


@settings(max_examples=300, deadline=None)
@given(rows(), events())
def test_a_second_count_agrees(coded: list[Row], read: list[Event]) -> None:
    scores, again = scored(coded, read), Recount(coded, read)
    for measure in ("dyad", "triple", "dated"):
        assert getattr(scores, measure) == again.of(measure), measure
    assert scores.told == again.of("triple", status=None)
    assert scores.links == again.links()
    found = again.found()
    right = [coded[i]["status"] == read[j].status for i, j in found.items()]
    assert (scores.status.right, scores.status.coded) == (sum(right), len(right))
    counted = [coded[i]["count"] == read[j].count for i, j in found.items() if coded[i].get("count")]
    assert (scores.count.right, scores.count.coded) == (sum(counted), len(counted))
    assert scores.trust == [(e.p, j in found.values()) for j, e in enumerate(read) if e.plover]


SHELLED = "Peruvian guns shelled an Ecuadorean post on Tuesday.\nEcuador condemned the shelling.\n"


def case(name: str, text: str, *coded: Row, quiet: bool = False) -> Case:
    return Case(f"{name}.txt", text.encode(), date(1981, 2, 4), coded, quiet, f"crisis {name}", 2)


CASES = (
    case(
        "a", SHELLED, row("PER", "ECU", "artillery_fire"), row("ECU", "PER", "condemnation", answers=0)
    ),
    case("b", SHELLED, row("ECU", "PER", "artillery_fire")),
    case("c", "The minister of Peru opened a school and a bridge.", quiet=True),
    case("d", "", row("PER", "ECU", "raid")),
)  # fmt: skip


def silent(_: str) -> None:
    """Progress that nobody wants to see."""


def test_cases_are_read_and_summed() -> None:
    read = record.read_all(CASES, Rules(), model=False, progress=silent)
    assert [each.name for each, _ in read] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    whole = record.total(read)
    assert [scores.triple.right for _, scores in read] == [2, 0, 0, 0]
    assert whole.triple == Tally(2, 4, 4)
    assert whole.links.right == 1
    assert (whole.quiet, whole.disturbed) == (1, 0)
    assert len(whole.trust) == 4


def test_a_refused_text_tells_nothing() -> None:
    gazetteer = gazetteer_of_tables()
    assert record.events_of(CASES[3], gazetteer, Rules(), model=False) == ()


def test_a_judge_against_itself_differs_by_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "corpus_at_hand", tuple)
    monkeypatch.setattr(record, "corpus_cases", lambda *_: CASES)
    monkeypatch.setattr(record, "READERS", {"patterns": False})
    monkeypatch.setattr(record, "ranker_of", lambda _: Rules())
    rows = record.run(Path("unused"), progress=silent)
    assert [each.model for each in rows] == [f"ranker, patterns: {name}" for name in record.MEASURES]
    for each in rows:
        assert (each.difference.value, each.difference.low, each.difference.high) == (0.0, 0.0, 0.0)
        assert each.value == each.baseline_value
    assert rows[0].value == pytest.approx(1 - 2 * 2 / (4 + 4))
    assert rows[0].n == 4
    assert not rows[0].used


def test_without_a_corpus_or_weights_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError) as caught:
        record.corpus_at_hand(tmp_path / "nowhere")
    assert caught.value.code == "no-corpus"
    monkeypatch.setattr(record, "ranker", lambda _: None)
    with pytest.raises(DataError) as caught:
        record.ranker_of("patterns")
    assert caught.value.code == "no-weights"


def coded_as(fold: str) -> Coded:
    """A dispatch of a crisis of the fold."""
    crisis = next(f"c{k}" for k in range(99) if _of(f"c{k}").fold == fold)
    return _of(crisis)


def _of(crisis: str) -> Coded:
    return Coded(
        f"id-{crisis}", crisis, "1981-02-04", ("PER", "ECU"), "wire", 1, False, "no_event", "Quiet.\n",
        ((0, 6),), (), (),
    )  # fmt: skip


def test_the_cases_of_a_fold_are_its_dispatches() -> None:
    corpus = [coded_as(fold) for fold in ("train", "test", "development")]
    for coded in corpus:
        (one,) = corpus_cases(corpus, coded.fold)
        assert (one.name, one.raw, one.group) == (f"{coded.id}.txt", b"Quiet.\n", coded.crisis)
        assert (one.day, one.quiet, one.sentences) == (date(1981, 2, 4), True, 1)


GOLD = """\
{"id": "a", "file": "dispatches/a.txt", "doc_type": "dispatch", "sentences": ["x"], "events": [\
{"source": "PER", "target": "ECU", "plover": "ASSAULT", "status": "actual", "in_response_to": null},\
{"source": "ECU", "target": "PER", "plover": "ACCUSE", "status": "actual", "in_response_to": 0}]}
{"id": "b", "file": "dispatches/b.txt", "doc_type": "no_event", "sentences": [], "events": []}
{"id": "c", "file": "dispatches/c.bin", "doc_type": "bad_input", "sentences": [], "events": []}
"""


def test_gold_of_the_shared_codebook_is_read_as_cases(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(GOLD)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    one, other = gold_cases(tmp_path)
    assert (one.name, one.raw, one.quiet, other.quiet) == ("a.txt", b"a.txt", False, True)
    read = [event("PER", "ECU", "raid"), event("ECU", "PER", "condemnation", answers_to=0)]
    scores = scored(one.rows, read)
    assert scores.triple == Tally(2, 2, 2)
    assert scores.links == Tally(1, 1, 1)


CODED_BY_SENTENCE = """\
{"id": "a", "file": "x/a.txt", "doc_type": "dispatch", "doc_date": "1981-02-04", "pair": ["PER", "ECU"],\
 "style": "wire", "sentences": [[0, 13], [14, 31]], "events": [\
{"source": "PER", "target": "ECU", "kind": "raid", "status": "actual",\
 "sentence": 0, "in_response_to": null},\
{"source": "ECU", "target": "PER", "kind": "no kind of ours", "plover": "PROTEST", "status": "actual",\
 "sentence": 1, "in_response_to": 0}]}
{"id": "c", "file": "x/c.bin", "doc_type": "bad_input", "sentences": [], "events": []}
"""


def test_gold_teaches_with_whole_sentences(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(CODED_BY_SENTENCE)
    (tmp_path / "a.txt").write_text("Peru raided. Ecuador objected.\n")
    (one,) = gold_coded(tmp_path)
    assert (one.id, one.date, one.pair, one.kind) == ("a", "1981-02-04", ("PER", "ECU"), "dispatch")
    assert [row["span"] for row in one.events] == [(0, 13), (14, 31)]
    assert all(row["whole"] for row in one.events)
    assert [row["answers"] for row in one.events] == [None, 0]
    assert [row["kind"] for row in one.events] == ["raid", OTHER]
    assert one.events[1]["plover"] == "PROTEST"


def test_a_sum_has_every_measure() -> None:
    """A measure that is added to `Scores` and not to `total` would be lost."""
    scores = scored(CODED, READ)
    scores.add([], [READ[0]], quiet=True)
    whole = record.total([(CASES[0], scores)])
    for each in fields(Scores):
        assert getattr(whole, each.name) == getattr(scores, each.name), each.name
