"""What the room sees of a pair: the rounds between the two, and what was so at the start of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.motive.episodes import Episodes, episodes
from detente.motive.hope import behind, hope_on
from detente.motive.moves import Move, concedes
from detente.motive.payoffs import MOTIVES
from detente.motive.placing import check_order
from detente.motive.rounds import Round, Rounds, relinked, rounds
from detente.motive.setting import Setting, settings
from detente.world.errors import InputRefused
from detente.world.event import Event
from detente.world.history import History

CONCESSIONS = 10
"""Concessions and accords on record from which on a source is taken to show them."""

UNKNOWN = 0.5
"""How strong a motive is called for where no source can know."""

COVARIATES = dict(zip(MOTIVES, ("pressure", "unmet", "need", "home"), strict=True))


@dataclass(frozen=True, slots=True)
class View:
    """Rounds of a pair with their settings, the last the one that begins now, without moves.

    `others` are the other state and the powers behind it.

    `contradiction` says which links between acts were left out because they contradict their days.

    `acts` are those that the rounds' moves point to.
    """

    rounds: Rounds
    settings: tuple[Setting, ...]
    acts: tuple[Event, ...]
    others: tuple[str, ...]
    contradiction: str = ""

    def since(self, day: date) -> "View":
        """The rounds that began on the day or later."""
        first = next((n for n, r in enumerate(self.rounds.rounds) if r.start >= day), len(self.settings))
        kept = replace(self.rounds, rounds=self.rounds.rounds[first:])
        return replace(self, rounds=kept, settings=self.settings[first:])

    def climbs(self, one: Round) -> bool:
        """Whether one of the two climbs in a round, by its likeliest reading; not a power behind it alone."""
        path, powers = one.readings[0][1] if one.readings else (), self.others[1:]
        return any(
            step.move >= Move.SHOW and step.act is not None and self.acts[step.act].source not in powers
            for step in path
        )

    def episodes(self, motive: str | None) -> Episodes:
        """The rounds as arrays, with what the motive answers to."""
        name = COVARIATES.get(motive or "", "")
        found = [getattr(s, name) if name else 0.0 for s in self.settings]
        known = [UNKNOWN if value is None else value for value in found]
        return episodes(self.rounds.rounds, known, [s.hope or 0.0 for s in self.settings])


def view(
    history: History, actor: str, *, holidays: Sequence[tuple[int, int]], events: Sequence[Event] = ()
) -> View:
    """The rounds up to the as-of day and the one that begins now; `events` are the dispatch's, with links."""
    dyad = history.dyad
    other = dyad.other(actor)
    stood = {power: day for power, day in behind(history.facts, other).items() if power != actor}
    powers, around = frozenset(stood), tuple(act for act in history.around if _while_behind(act, stood))
    acts, contradiction = _linked((*history.acts, *around), events)
    others = (other, *sorted(powers))
    spans = [
        (date.fromisoformat(first), date.fromisoformat(last))
        for source in history.coverage
        for first, last in source.spans
    ]
    since = _shown_since(history.acts)
    found = rounds(acts, dyad, actor, spans, shown_since=since, behind=powers, until=history.as_of)
    found = replace(found, rounds=(*found.rounds, _coming(history.as_of)))
    days = [r.start for r in found.rounds]
    hope = zip(days, hope_on(acts, actor, others, days), strict=True)
    settled = settings(
        found, history.acts, around, actor, dyad, holidays=holidays,
        leaders_since=[date.fromisoformat(day) for day in history.traits.leaders.get(actor, ())],
        hope=[belief if since and day > since else None for day, belief in hope], behind=powers,
    )  # fmt: skip
    return View(found, settled, acts, others, contradiction)


def _while_behind(act: Event, since: Mapping[str, date]) -> bool:
    """Whether a power that takes part already stood behind the other side; what it did before was its own."""
    days = [day for power, day in since.items() if power in (act.source, act.target)]
    return not days or act.when is None or act.when.end >= max(days)


def _shown_since(acts: Sequence[Event]) -> date | None:
    """The day since which the source is taken to show concessions: of the last of the first `CONCESSIONS`.

    By the day, not by the whole record: what is told later changes nothing of the rounds before.
    """
    days = sorted(act.when.end for act in acts if act.happened and act.when and concedes(act))
    return days[CONCESSIONS - 1] if len(days) >= CONCESSIONS else None


def _coming(as_of: date) -> Round:
    """The round that begins now: no move of it is known, but what is so at its start."""
    tomorrow = as_of + timedelta(days=1)
    return Round(tomorrow, tomorrow, ((1.0, ()),), open=True)


def known_by(one: Round, tau: int) -> date:
    """The day by which all of a round is known: an answer in kind is one only if no climb follows in `tau`
    days."""
    return one.end + timedelta(days=tau)


def _linked(acts: tuple[Event, ...], events: Sequence[Event]) -> tuple[tuple[Event, ...], str]:
    """The acts with the dispatch's links, or without them where they contradict the days, and words for
    that."""
    try:
        acts = relinked(acts, events)
        check_order(acts)
    except InputRefused as error:
        return tuple(
            replace(e, answers_to=None) for e in acts
        ), f"who answered whom is left out: {error.message}"
    return acts, ""
