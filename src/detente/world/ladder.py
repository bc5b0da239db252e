"""The ladder of severity: ten rungs, each mapped from the codings in use.

Sources of the maps: CAMEO manual 1.1b3 (Schrodt 2012) root codes; PLOVER manual 0.8 (2021) event types;
MIE 1.0 action codes (Gibler & Miller 2023, codebook); MID 5.0 hostility levels (Palmer et al. 2022).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder; `cameo` are code prefixes, `mie` action codes, `mid` hostility levels."""

    level: int
    name: str
    meaning: str
    cameo: tuple[str, ...] = ()
    plover: tuple[str, ...] = ()
    mie: tuple[int, ...] = ()
    mid: tuple[int, ...] = ()


LADDER = (
    Rung(
        0,
        "conciliation",
        "an accord, release, withdrawal, regret or aid",
        ("055", "056", "057", "06", "07", "08"),
        ("SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"),
    ),
    Rung(1, "talk", "talks, a visit, a call, an offer", ("01", "02", "03", "04", "05"), ("AGREE", "CONSULT")),
    Rung(
        2,
        "verbal conflict",
        "a demand, accusation, refusal or threat",
        ("09", "10", "11", "12", "13"),
        ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
        (1, 2, 3, 4, 5, 6),
        (1, 2),
    ),
    Rung(
        3,
        "pressure",
        "sanctions, expulsions, a closed border, seizure short of force",
        ("14", "16", "17"),
        ("PROTEST", "SANCTION", "COERCE"),
    ),
    Rung(
        4,
        "demonstration of force",
        "an alert, exercise, deployment, missile or nuclear test",
        ("15",),
        ("MOBILIZE",),
        (7, 8, 9, 10, 11),
        (3,),
    ),
    Rung(5, "violation", "a border crossed, or fire that harms nobody", (), (), (12,)),
    Rung(
        6,
        "force",
        "force used on the other, nobody known dead",
        ("18", "19"),
        ("ASSAULT",),
        (13, 14, 15, 16, 17, 18),
        (4,),
    ),
    Rung(7, "fatal clash", "force that killed at least one", ("20",), (), (19,)),
    Rung(8, "war", "a thousand battle deaths", (), (), (20, 21, 22), (5,)),
    Rung(9, "nuclear use", "a nuclear weapon used on the other", ("2042",)),
)

MILITARIZED = 4
"""Rungs from here up are militarized acts in the MID sense; a threat of force is one as well."""

THREATS_OF_FORCE = frozenset({"threat", "nuclear_threat", "ultimatum"})
"""Kinds on rung 2 that the MID project counts as militarized (hostility level 2, threat to use force)."""


def rung_of_cameo(code: str) -> int:
    """The rung of a CAMEO code, by its longest known prefix; LookupError for a code outside CAMEO."""
    known = {prefix: rung.level for rung in LADDER for prefix in rung.cameo}
    for length in range(len(code), 1, -1):
        if code[:length] in known:
            return known[code[:length]]
    raise LookupError(f"{code!r} begins like no CAMEO code")


def rung_of_plover(event: str) -> int:
    """The rung of a PLOVER event type; LookupError for a word outside PLOVER."""
    for rung in LADDER:
        if event in rung.plover:
            return rung.level
    raise LookupError(f"{event!r} is no PLOVER event type")


def rung_of_mie(action: int, deaths: int = 0) -> int:
    """The rung of a MIE action; a use of force that killed is a fatal clash."""
    for rung in LADDER:
        if action in rung.mie:
            return 7 if deaths > 0 and rung.level < 7 else rung.level
    raise LookupError(f"{action} is no MIE action with a rung")


def rung_of_hostility(level: int, deaths: int = 0) -> int:
    """The rung of a MID hostility level (1 no militarized action ... 5 war)."""
    return {1: 2, 2: 2, 3: 4, 4: 7 if deaths > 0 else 6, 5: 8}[level]
