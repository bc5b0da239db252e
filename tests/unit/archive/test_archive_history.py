"""The closed history of a pair: our tables and the archive together."""

from datetime import date
from pathlib import Path

import pytest

from detente.archive import history as module
from detente.archive.history import history, inputs_digest, with_traits
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.archive.tables import episodes
from detente.archive.traits import facts_about
from detente.world.actor import Dyad

KOREAS = Dyad("KOR", "PRK")
SEED_DAY = date(2022, 11, 3)


def test_the_koreas_on_the_day_of_the_seed() -> None:
    past = history(KOREAS, SEED_DAY, Archive(), {})
    assert past.traits.neighbours == "land"
    assert past.traits.nuclear == ("PRK",)
    assert past.traits.umbrella == ("KOR",)
    assert (past.traits.armistice, past.traits.no_relations, past.traits.territorial) == (True, True, True)
    assert past.traits.economy["KOR"] > past.traits.economy["PRK"] > 0
    assert any(act.kind == "missile_launch" and act.date == "2022-11-02" for act in past.acts)
    assert any({"PRK", "USA"} == {act.source, act.target} for act in past.around)
    korea, library = past.coverage
    assert (korea.source, korea.since, korea.until) == ("detente:korea", "1953-07-27", "2022-11-03")
    assert (library.source, library.gap) == ("detente:episodes", "")
    assert past.episodes
    assert all(act.origin == "detente:korea" for act in (*past.acts, *past.around))


def test_nothing_is_later_than_the_day() -> None:
    past = history(KOREAS, date(1994, 6, 15), Archive(), {})
    assert max(act.date or "" for act in (*past.acts, *past.around)) <= "1994-06-15"
    assert all(episode.last_day <= past.as_of for episode in past.episodes)
    assert past.traits.nuclear == ()
    assert all(not fact.until or fact.until <= "1994-06-15" for fact in past.facts)


def test_remarks_on_later_times_are_left_out() -> None:
    later = [fact.detail for fact in facts_about(KOREAS) if "2024" in fact.detail]
    assert later, "the table has such a remark; else this test says nothing"
    past = history(KOREAS, SEED_DAY, Archive(), {})
    assert not any("2024" in fact.detail for fact in past.facts)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("pact; renewed 2030-01-01", "pact"),
        ("pact of 1999; renewed 2022-11-03", "pact of 1999; renewed 2022-11-03"),
        ("renewed 2022-11-04.", ""),
        ("Ended in 1999. Again in 2025. So it is.", "Ended in 1999. So it is."),
        ("in 2022-99", "in 2022-99"),
    ],
)
def test_a_clause_with_a_later_date_goes(text: str, kept: str) -> None:
    assert module._until(text, SEED_DAY) == kept


def test_a_pair_without_a_source_says_so() -> None:
    past = history(Dyad("GRC", "TUR"), date(1996, 1, 31), Archive(), {})
    (coverage,) = past.coverage
    assert coverage.gap == "no event source covers GRC-TUR; only the episode library and world base rates"
    assert coverage.events > 0
    assert past.acts == ()


def test_single_acts_of_the_chronology_are_no_coverage() -> None:
    past = history(Dyad("KOR", "USA"), SEED_DAY, Archive(), {})
    assert past.acts
    assert past.coverage[0].since is None
    assert "no event source covers KOR-USA" in past.coverage[-1].gap


def test_before_the_armistice_the_chronology_covers_nothing() -> None:
    past = history(KOREAS, date(1950, 6, 1), Archive(), {})
    assert [coverage.source for coverage in past.coverage] == ["detente:episodes"]


def test_the_archive_adds_acts_and_coverage(tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text(
        "source,target,date,kind,dataset\nGRC,TUR,1996-01-30,naval_deployment,mine\n", encoding="utf-8"
    )
    ingest("events", [feed], tmp_path / "archive")
    past = history(Dyad("GRC", "TUR"), date(1996, 1, 31), Archive(tmp_path / "archive"), {})
    assert [(act.kind, act.origin) for act in past.acts] == [("naval_deployment", "mine")]
    assert [(c.source, c.gap) for c in past.coverage] == [("mine", ""), ("detente:episodes", "")]
    assert "mine" in dict(inputs_digest(past))


def test_digests_are_by_source_and_tell_days_apart() -> None:
    past, later = (history(KOREAS, day, Archive()) for day in (SEED_DAY, date(2022, 11, 20)))
    digest = dict(inputs_digest(past))
    assert set(digest) >= {"detente:korea", "detente:episodes", "detente:facts", "detente:traits"}
    assert all(len(sha) == 64 for sha in digest.values())
    assert dict(inputs_digest(later))["detente:korea"] != digest["detente:korea"]
    assert inputs_digest(history(KOREAS, SEED_DAY, Archive())) == inputs_digest(past)


def test_an_episode_gets_the_traits_of_its_first_day() -> None:
    episode = next(e for e in episodes() if e.dyad == KOREAS and e.start > "2010")
    assert with_traits(episode).traits.nuclear == ("PRK",)


def test_given_parameters_are_used() -> None:
    assert history(KOREAS, SEED_DAY, Archive(), {"runaway": {"mu": 1}}).parameters == {"runaway": {"mu": 1}}
