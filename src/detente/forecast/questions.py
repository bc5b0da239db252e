"""Three questions beside the table: a dispute within a year, how far it would go, when the next act comes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.forecast import escalation
from detente.forecast.annals import Annals
from detente.forecast.covariates import Rows, picked
from detente.forecast.dispute_vintage import Escalation, Onset, one_pair
from detente.forecast.escalation import Begun
from detente.forecast.next import next_act
from detente.forecast.onset import onset_columns
from detente.forecast.past import Past
from detente.forecast.precedents import precedents
from detente.forecast.reasons import reasons
from detente.forecast.remote import Remote, is_remote
from detente.forecast.structure import Structure
from detente.numerics.beta import jeffreys
from detente.numerics.calibrate import interval
from detente.world.estimate import likelihood_words, one_in
from detente.world.event import Event
from detente.world.history import Dossier, History
from detente.world.questions import Precedent, Question, Reason

LEVEL = 0.9
YEAR = 365

_TEXTS = frozenset({"a", "b", "state", "start", "end", "source", "target", "date", "kind", "status"})

SHARE_CASES = 50.0
"""Cases that a share of all disputes or pairs counts for where nothing of the pair itself is known: it is
known to far more, but how far pairs scatter around it is not."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the table."""

    questions: tuple[Question, ...]
    precedents: tuple[Precedent, ...] = ()
    reasons: tuple[Reason, ...] = ()


def beside(history: History, past: Past) -> Beside:
    """Onset and escalation by the vintage's logits, or shares of others without tables; the next act."""
    stored = history.parameters.get("forecast", {})
    pair = _Pair.of(history)
    found: list[Question] = []
    why: tuple[Reason, ...] = ()
    if "onset" in stored:
        remote = Remote.read(stored["remote"]) if "remote" in stored else None
        found.append(_onset(Onset.read(stored["onset"]), remote, pair, history))
    if "escalation" in stored:
        escalates, why = _escalation(Escalation.read(stored["escalation"]), pair, history)
        found += escalates
    return Beside((*found, *_next(past)), pair.precedents() if pair else (), why)


def _next(past: Past) -> tuple[Question, ...]:
    """The next act between the two; nothing where no covered day shows one."""
    basis = "a hidden rate that switches, excitement by recent acts and the season"
    return tuple(
        Question("next", "act", e.days, e.p, e.low, e.high, e.base_rate, e.one_in, e.words, False, basis)
        for e in next_act(past) or ()
    )


class _Pair:
    """The two on the day after `as_of`, with structure and annals made of the dossier."""

    def __init__(self, structure: Structure, annals: Annals, row: Rows) -> None:
        self.structure, self.annals, self.row = structure, annals, row

    @classmethod
    def of(cls, history: History) -> "_Pair | None":
        tables = arrays(history.dossier)
        if not tables:
            return None
        structure = Structure.of(tables)
        i, j = (structure.index.get(code) for code in (history.dyad.a, history.dyad.b))
        if i is None or j is None:
            return None
        annals = Annals.of(tables["disputes"], tables["events"], structure.index)
        return cls(structure, annals, one_pair(i, j, history.as_of.toordinal() + 1))

    def precedents(self) -> tuple[Precedent, ...]:
        """The disputes between the two up to the day."""
        one = int(self.row.i[0]), int(self.row.j[0])
        return precedents(self.annals, self.structure.codes, one, int(self.row.at[0]) - 1)


def arrays(dossier: Dossier) -> dict[str, dict[str, NDArray[Any]]]:
    """The tables of a dossier as arrays; numbers are float64, NaN where missing."""
    return {
        name: {column: _array(column, values) for column, values in table.items()}
        for name, table in dossier.tables.items()
    }


def _array(column: str, values: tuple[Any, ...]) -> NDArray[Any]:
    if column in _TEXTS:
        return np.array(values, dtype=np.str_)
    numbers = np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
    return numbers.astype(np.int64) if column in ("year", "first_year", "last_year", "dispute") else numbers


def _onset(near: Onset, remote: Remote | None, pair: _Pair | None, history: History) -> Question:
    since = _since(history)
    if pair is None:
        return _share("onset", "dispute", YEAR, near.usual(since), _why(history))
    model: Onset | Remote = near
    whose = "pair-years"
    if remote is not None and is_remote(pair.structure, pair.row):
        model, whose = remote, "pair-years of states that are neither neighbours nor with a major power"
    p = float(model.chance(onset_columns(pair.structure, pair.annals, pair.row))[0])
    low, high = interval(np.array([p]), model.sigma, level=LEVEL)
    basis = _basis(f"logit on {model.n:,} {whose}", history)
    chance = p, float(low[0]), float(high[0])
    return _question("onset", "dispute", YEAR, chance, model.usual(since), basis)


def _since(history: History) -> int | None:
    """Days since the last militarized act between the two that is known; None if none is."""
    days = [when.end for act in _forceful(history) if (when := act.when)]
    return (history.as_of - max(days)).days if days else None


def _forceful(history: History) -> list[Event]:
    """The militarized acts between the two that are known by the day."""
    known = (act for act in history.acts if act.known_by(history.as_of))
    return [act for act in known if act.militarized and act.happened]


def _escalation(
    vintage: Escalation, pair: _Pair | None, history: History
) -> tuple[list[Question], tuple[Reason, ...]]:
    shares = [float(share) for share in vintage.share]
    if pair is None:
        why = _why(history)
        named = zip(escalation.TARGETS, shares, strict=True)
        return [_share("escalation", t, 0, s, why) for t, s in named], ()
    begun = _begun(pair, history)
    columns = escalation.columns(pair.structure, pair.annals, begun, vintage.world)
    p = vintage.chance(columns).mean(axis=0)
    low, high = interval(p, vintage.sigma, level=LEVEL)
    basis = _basis(f"nested logit on {vintage.n:,} disputes", history)
    return [
        _question("escalation", t, 0, (float(p[k]), float(low[k]), float(high[k])), shares[k], basis)
        for k, t in enumerate(escalation.TARGETS)
    ], reasons(vintage.ladder, picked(columns, escalation.NAMES))


def _begun(pair: _Pair, history: History) -> Begun:
    """A dispute begun by whoever acted last; by either, one row each, where that is not known."""
    doers = [doer for event in _forceful(history) if (doer := event.source) and doer in history.dyad]
    codes = [doers[-1]] if doers else [history.dyad.a, history.dyad.b]
    beginner = np.array([pair.structure.index[code] for code in codes], dtype=np.int64)
    m = beginner.size
    row = Rows(*(np.repeat(getattr(pair.row, name), m) for name in Rows.__slots__))
    none = np.full((m, 3), np.nan)
    return Begun(np.arange(m), row, beginner, np.ones(m), none, np.full(m, row.at[0]))


def _question(
    question: str, target: str, days: int, chance: tuple[float, float, float], base: float, basis: str,
    *, prior_only: bool = False,
) -> Question:  # fmt: skip
    p = min(max(chance[0], 1e-6), 1.0 - 1e-6)
    low, high = min(chance[1], p), max(chance[2], p)
    words = likelihood_words(p)
    return Question(question, target, days, p, low, high, base, one_in(p), words, prior_only, basis)


def _share(question: str, target: str, days: int, share: float, why: str) -> Question:
    low, high = jeffreys(np.array([share * SHARE_CASES]), np.array([SHARE_CASES]), level=LEVEL)
    chance = share, float(low[0]), float(high[0])
    return _question(question, target, days, chance, share, why, prior_only=True)


def _why(history: History) -> str:
    missing = history.dossier.missing or "the tables do not know one of the two"
    return f"shares of like pairs and of all disputes in the ten years before the vintage: {missing}"


def _basis(what: str, history: History) -> str:
    return f"{what}; {', '.join(history.dossier.sources)}"
