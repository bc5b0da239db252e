"""The judge that weighs evidence: linear models fitted on coded dispatches."""

import math
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields
from itertools import product
from typing import Self

import numpy as np

from detente.numerics.linear import Linear, Logistic
from detente.record.act_features import act_features, tied_features, tied_types, type_of
from detente.record.casting import NOBODY, candidates
from detente.record.context import Context, ContextModel
from detente.record.draft import Draft
from detente.record.gazetteer import Mention
from detente.record.judge import Parts, Scene, Word
from detente.record.link_features import link_features, near
from detente.record.links import answered
from detente.record.pool import ByLabel, Pool, log_odds, shares
from detente.record.senses import RESPONSE
from detente.record.status_features import status_features, tied_status
from detente.world.event import Event
from detente.world.kinds import SYMMETRIC

NO_ACT = "none"
YES = "1"


@dataclass(frozen=True, slots=True)
class Models:
    """The fitted models.

    `types` has the PLOVER types and `NO_ACT` as labels, `kinds` the kinds of act; `source` and `target` weigh
    one candidate state each; `status` has the four statuses; `links` weighs one pair of events; `right`
    weighs an event that was read, None before it is fitted on what the others read.
    """

    types: Linear
    kinds: Linear
    source: Linear
    target: Linear
    status: Linear
    links: Linear
    right: Linear | None = None


@dataclass(frozen=True, slots=True)
class Least:
    """From which probability, or odds, on a decision is taken; chosen on the development fold of the corpus.

    `act`: least probability of an act, `ruled` the same where the lexicon reads one. `keep`: the lexicon's
    type stands if it is at least this share as likely as the best. `lean`: by how much the odds of the rules'
    own states are raised. `also`: of a further state beside the best pair, `listed` the same where the clause
    lists it with the best; `apart`: how far behind the best it may lie, in pooled log-odds. `link`: of a
    link, `link_ruled` of one that the rules read. `event`: of an event that is told at all.
    """

    act: float = 0.4
    ruled: float = 0.15
    keep: float = 0.4
    lean: float = 2.0
    also: float = 0.6
    listed: float = 0.25
    apart: float = 2.0
    link: float = 0.2
    link_ruled: float = 0.1
    event: float = 0.3

    @classmethod
    def of(cls, numbers: Mapping[str, float]) -> Self:
        """From numbers by name; others are passed over."""
        return cls(**{field.name: numbers[field.name] for field in fields(cls) if field.name in numbers})


class Ranker:
    """Decides by fitted models and the least probabilities from which on a decision is taken."""

    def __init__(
        self,
        models: Models,
        least: Least,
        context_model: ContextModel | None = None,
        pool: Pool | None = None,
    ) -> None:
        """Keep the models in the form in which they are read fastest; without context the evidence is all."""
        self.models = models
        self.context_model = context_model
        self.pool = pool or Pool()
        self.context: Context | None = None
        self.least = least
        self.floor = least.event
        self._source = Logistic.of(models.source, YES)
        self._target = Logistic.of(models.target, YES)
        self._links = Logistic.of(models.links, YES)
        self._right = None if models.right is None else Logistic.of(models.right, YES)
        self._kinds_of: dict[str, list[int]] = {}
        for column, label in enumerate(models.kinds.labels):
            self._kinds_of.setdefault(type_of(label), []).append(column)

    def of(self, text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> Self:
        """The ranker with the context of a dispatch's words."""
        if self.context_model is None or not self.pool.hears:
            return self
        found = copy(self)
        found.context = self.context_model.read(text, spans, mentions)
        return found

    def kinds(self, words: Sequence[Word]) -> list[tuple[str, float] | None]:
        """For each word the likeliest kind of the likeliest PLOVER type, if it is likely to tell an act."""
        return [self._kind(word) for word in words]

    def _kind(self, word: Word) -> tuple[str, float] | None:
        opinion = self.types(word)
        types = shares(self.pool.scores("types", *opinion))
        ruled = word.rule not in ("", "-") and not word.twice
        act = 1.0 - types[NO_ACT]
        if ruled and word.rule == RESPONSE:
            return RESPONSE, max(act, 0.5)
        if act < (self.least.ruled if ruled else self.least.act):
            return None
        del types[NO_ACT]
        best = max(types, key=lambda name: types[name])
        if ruled:
            rule = type_of(word.rule)
            best = rule if types.get(rule, 0.0) >= self.least.keep * types[best] else best
        kinds = self.pool.scores("kinds", *self.kinds_within(word, best))
        return max(kinds, key=lambda name: kinds[name]), types[best]

    def types(self, word: Word) -> tuple[ByLabel, ByLabel | None]:
        """What evidence and context say of each type of act that a word may tell."""
        shares_ = self.models.types.probabilities(act_features(word), tied_types(word))
        evidence = dict(zip(self.models.types.labels, map(float, np.log(shares_ + 1e-9)), strict=True))
        return evidence, self._heard("types", word.start)

    def kinds_within(self, word: Word, plover: str) -> tuple[ByLabel, ByLabel | None]:
        """What evidence and context say of each kind of one type."""
        columns = self._kinds_of[plover]
        scores = self.models.kinds.scores(act_features(word), tied_features(word))[columns]
        evidence = {self.models.kinds.labels[k]: float(z) for k, z in zip(columns, scores, strict=True)}
        return evidence, self._heard("kinds", word.start)

    def _heard(self, head: str, start: int) -> ByLabel | None:
        token = None if self.context is None else self.context.token(start)
        return None if self.context is None or token is None else self.context.scores(head, token)

    def parts(self, scene: Scene) -> Parts | None:
        """The likeliest pair of doer and addressed, with the further states that stand beside them."""
        evidence = self.ends(scene)
        source, target = (
            self.pool.scores(role, evidence[role], self.end_heard(role, scene))
            for role in ("source", "target")
        )
        symmetric = scene.draft.kind in SYMMETRIC or scene.draft.symmetric
        if symmetric:
            return _mutual(source, target)
        return self._directed(source, target, evidence, scene)

    def ends(self, scene: Scene) -> dict[str, dict[str, float]]:
        """For each role the log-odds, by the evidence, of every candidate state and of nobody."""
        found = candidates(scene)
        return {
            "source": {c.code: log_odds(self._source.probability(c.source)) for c in found},
            "target": {c.code: log_odds(self._target.probability(c.target)) for c in found},
        }

    def end_heard(self, role: str, scene: Scene) -> ByLabel | None:
        """The same by the context."""
        token = None if self.context is None else self.context.token(scene.draft.start)
        return None if self.context is None or token is None else self.context.ends(role, token)

    def _directed(
        self, source: ByLabel, target: ByLabel, evidence: dict[str, dict[str, float]], scene: Scene
    ) -> Parts | None:
        score = {(s, t): source[s] + target[t] for s in source for t in target if s != t}
        if not score:
            return None
        draft = scene.draft
        if scene.filled is not None:
            for pair in product(scene.filled.sources or (NOBODY,), scene.filled.targets or (NOBODY,)):
                if pair in score:
                    score[pair] += math.log(self.least.lean)
        top = max(score.values())
        odds = {pair: math.exp(z - top) for pair, z in score.items()}
        doer, met = max(odds, key=lambda pair: odds[pair])
        doers = [doer, *self._beside(source, evidence["source"], doer, met, draft.sources)]
        others = [
            met,
            *(
                t
                for t in self._beside(target, evidence["target"], met, doer, draft.targets)
                if t not in doers
            ),
        ]
        return Parts(_states(doers), _states(others), False, odds[doer, met] / sum(odds.values()))

    def _beside(
        self, pooled: ByLabel, evidence: ByLabel, best: str, opposite: str, listed: Sequence[str]
    ) -> Iterator[str]:
        """Further states at one end, not far behind: likely ones, and those that are listed with the best."""
        for code, odds in evidence.items():
            if NOBODY in (code, best) or code in (best, opposite):
                continue
            together = best in listed and code in listed
            likely = odds >= log_odds(self.least.listed if together else self.least.also)
            if likely and pooled[code] >= pooled[best] - self.least.apart:
                yield code

    def status(self, scene: Scene, draft: Draft) -> str:
        """The likeliest status; a war is on only where the rules say so too: it outweighs all else."""
        scores = self.pool.scores("status", *self.statuses(scene, draft))
        best = max(scores, key=lambda name: scores[name])
        return draft.status if draft.kind == "war" and best == "actual" else best

    def statuses(self, scene: Scene, draft: Draft) -> tuple[ByLabel, ByLabel | None]:
        """What evidence and context say of each status."""
        model = self.models.status
        scores = model.scores(status_features(scene, draft), tied_status(draft))
        evidence = {name: float(z) for name, z in zip(model.labels, scores, strict=True)}
        return evidence, self._heard("status", draft.start)

    def answered(self, events: Sequence[Event], drafts: Sequence[Draft], i: int) -> int | None:
        """The likeliest act that event `i` may answer, if it is likely enough."""
        if events[i].status == "denied":
            return None
        rule = answered(events, drafts, i)
        odds = {
            k: self._link(evidence, context) for k, evidence, context in self.links(events, drafts, i, rule)
        }
        best = max(odds, key=lambda k: odds[k], default=None)
        if best is not None and odds[best] >= log_odds(self.least.link):
            return best
        return rule if rule is not None and odds.get(rule, -9.0) >= log_odds(self.least.link_ruled) else None

    def _link(self, evidence: float, context: float) -> float:
        """The pooled log-odds of a link."""
        if self.context is None:
            return evidence
        own, other = self.pool.factors("links")
        return own * evidence + other * context + self.pool.links_bias

    def links(
        self, events: Sequence[Event], drafts: Sequence[Draft], i: int, rule: int | None
    ) -> Iterator[tuple[int, float, float]]:
        """Each act that event `i` may answer, with the log-odds that it does by evidence and by context."""
        found = near(i, len(events))
        heard = self._links_heard(drafts, i, found)
        for k, context in zip(found, heard, strict=True):
            yield k, log_odds(self._links.probability(link_features(events, drafts, i, k, rule))), context

    def _links_heard(self, drafts: Sequence[Draft], i: int, found: Sequence[int]) -> list[float]:
        """The context's log-odds; 0 for words that it does not know, and without any."""
        tokens = {} if self.context is None else {k: self.context.token(drafts[k].start) for k in (i, *found)}
        here, known = (
            tokens.get(i),
            [k for k in found if tokens.get(k) is not None and tokens[k] != tokens[i]],
        )
        if self.context is None or here is None:
            return [0.0] * len(found)
        order = {start: n for n, start in enumerate(sorted({drafts[k].start for k in (i, *found)}))}
        steps = [order[drafts[k].start] - order[drafts[i].start] for k in known]
        scores = self.context.links(here, [tokens[k] or 0 for k in known], steps)
        heard = dict(zip(known, scores, strict=True))
        return [heard.get(k, 0.0) for k in found]

    def trust(self, draft: Draft, before: Sequence[Draft]) -> float:
        """By how likely the parts were found, and whether the like was told before."""
        if self._right is None:
            return draft.p_kind * draft.p_states
        return self._right.probability(trust_features(draft, before))


def trust_features(draft: Draft, before: Sequence[Draft]) -> tuple[str, ...]:
    """Names of what bears on whether a draft was read right; probabilities in steps of log-odds."""
    kind, states = _step(draft.p_kind), _step(draft.p_states)
    inferred = "+".join(draft.inferred) or "said"
    return (
        "bias",
        *(f"kind>{k}" for k in range(-3, kind)),
        *(f"states>{k}" for k in range(-3, states)),
        f"inferred={inferred}",
        f"status={draft.status}",
        f"mutual={draft.symmetric}",
        f"type={draft.plover}",
        f"nominal={draft.nominal}",
        f"ruled={draft.ruled}",
        f"ruled={draft.ruled} type={draft.plover}",
        f"ruled={draft.ruled} inferred={inferred}",
        f"how={draft.source_how}/{draft.target_how}",
        f"nobody={not draft.sources}{not draft.targets}",
        f"many={len(draft.sources) > 1}{len(draft.targets) > 1}",
        *_told_before(draft, before),
    )


def _told_before(draft: Draft, before: Sequence[Draft]) -> Iterator[str]:
    """Whether acts of the same type between the same states were told before, and how much they are alike."""
    like = [other for other in before if same_act(draft, other)]
    yield f"told={min(len(like), 3)}"
    if like:
        last = like[-1]
        yield f"again sentence={min(draft.sentence - last.sentence, 2)}"
        yield f"again kind={last.kind == draft.kind} nominal={draft.nominal} definite={draft.definite}"
        yield f"again status={last.status}>{draft.status}"
        yield f"again date={_dates_meet(last, draft)} dated={draft.dated}"
        yield f"again count={draft.count is not None and draft.count != last.count}"


def same_act(draft: Draft, other: Draft) -> bool:
    """Whether two drafts have the same type and states, in any order where one of them has none."""
    if draft.plover != other.plover:
        return False
    if draft.symmetric or other.symmetric:
        return {*draft.sources, *draft.targets} == {*other.sources, *other.targets}
    return draft.sources == other.sources and draft.targets == other.targets


def _dates_meet(one: Draft, other: Draft) -> str:
    if one.when is None or other.when is None:
        return "open"
    return str(one.when.start <= other.when.end and other.when.start <= one.when.end)


def _step(p: float) -> int:
    """Log-odds in whole steps from -3 to 4."""
    return max(-3, min(4, round(math.log(max(p, 1e-4) / max(1.0 - p, 1e-4)))))


def _states(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code != NOBODY)


def _mutual(source: ByLabel, target: ByLabel) -> Parts | None:
    """The two states that most likely take part in an act that has no direction."""
    score = {code: max(source[code], target[code]) for code in source if code != NOBODY}
    first = sorted(score, key=lambda code: -score[code])[:2]
    if len(first) < 2:
        return None
    p = math.prod(1.0 / (1.0 + math.exp(-score[code])) for code in first)
    return Parts((first[0],), (first[1],), True, p)
