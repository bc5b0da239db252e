"""An act as read from one clause, before the dispatch as a whole fills what the clause leaves open."""

from dataclasses import dataclass

from detente.record.wordlist import words
from detente.world.kinds import KINDS
from detente.world.when import When

SELF = words(
    "missile_launch nuclear_test space_launch live_fire_drill exercise joint_exercise air_patrol "
    "troop_movement naval_deployment weapons_deployment alert parade withdrawal withdrawal_announced "
    "drone_incursion incursion balloons concession release martial_law regret visit"
)
"""Kinds done with one's own things: whose missiles or troops they are says who acts."""

NO_TARGET = words("nuclear_test martial_law space_launch parade investigation accident")
"""Kinds that address nobody."""

FORCE = frozenset(
    name for name, kind in KINDS.items() if kind.plover in ("ASSAULT", "COERCE") or kind.rung >= 5
)
"""Kinds done to another state."""

REACTIONS = words(
    "condemnation accusation rejection reject_proposal protest_note alert sanction diplomatic_break "
    "expel_diplomats recall_ambassador threat demand_withdrawal reject_talks "
    "close_border air_patrol suspend_talks troop_movement martial_law naval_deployment live_fire_drill "
    "exercise suspend_agreement"
)
"""Kinds that, beside an act of the other side, are told as an answer to it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One act of one clause; states are code tuples, empty where the clause names none.

    `source_how` and `target_how` are those of `who.Who`; `trigger` is the word's token index in sentence
    `sentence`, `start` its character; `cue`: the words say that it answers something; `definite`: a noun that
    points back; `about`: kinds that the act's object may name ("condemned the shelling"); `demanded`: what a
    demand or an offer speaks of; `ruled`: in what the rules alone would agree; `p_kind` and `p_states`: how
    likely the judge found each, `p` how likely both are right.
    """

    kind: str
    sentence: int
    trigger: int
    start: int
    span: tuple[int, int]
    nominal: bool
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    source_how: str
    target_how: str
    symmetric: bool
    status: str
    former: bool = False
    when: When | None = None
    dated: bool = False
    count: int | None = None
    qualifier: str | None = None
    deaths: int | None = None
    claimed_by: str | None = None
    cue: bool = False
    after: int | None = None
    accused: bool = False
    about: frozenset[str] = frozenset()
    definite: bool = False
    light: int | None = None
    demanded: bool = False
    ruled: str = ""
    p_kind: float = 1.0
    p_states: float = 1.0
    p: float = 1.0
    disputed: bool = False
    inferred: tuple[str, ...] = ()

    @property
    def plover(self) -> str | None:
        """The PLOVER type of its kind."""
        kind = KINDS.get(self.kind)
        return None if kind is None else kind.plover

    @property
    def force(self) -> bool:
        """Whether it is done to another state by force or coercion."""
        return self.kind in FORCE
