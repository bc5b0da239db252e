from detente.record.pairing import pairs_told
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.kinds import KINDS


def act(source: str | None, target: str | None, kind: str = "threat", status: str = "actual") -> Event:
    return Event(source, target, "2008-03-03", kind, KINDS[kind].rung, status=status)


def test_the_pair_of_which_most_is_told_comes_first() -> None:
    events = (
        act("VEN", "COL"),
        act("COL", "VEN", "accusation"),
        act("ECU", "COL", "diplomatic_break"),
        act("COL", "ECU", "airstrike"),
        act("ECU", "COL", "troop_movement"),
    )
    assert pairs_told(events) == (Dyad.of("COL", "ECU"), Dyad.of("COL", "VEN"))


def test_one_act_a_denied_act_and_an_organisation_make_no_pair() -> None:
    assert pairs_told((act("ECU", "COL"),)) == ()
    assert pairs_told((act("ECU", "COL"), act("COL", "ECU", status="denied"))) == ()
    assert pairs_told((act("IGO:UN", "COL"), act("IGO:UN", "COL"), act(None, "COL"), act("COL", None))) == ()
