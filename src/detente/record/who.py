"""Which states the noun groups of a sentence stand for, pronouns and "both sides" included."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.record.classes import CLASSES
from detente.record.gazetteer import Mention
from detente.record.tree import Tree
from detente.record.wordlist import words
from detente.world.actor import Dyad

_SIDES = words(
    "side country nation neighbour neighbor army navy government state party capital rival camp foe "
    "enemy koreas adversary force troop leader minister president militaries air-force belligerent "
    "giant power korea"
)
_PRONOUNS = words("it he she its his her their they him them itself themselves")
_OTHER = words("neighbour neighbor rival foe counterpart adversary enemy")
_OFFICES = words(
    "government president minister ministry parliament police official spokesman command navy cabinet "
    "authority regime junta leader military commander defence house chief coast-guard council staff prime "
    "air-force foreign officer media general secretary agency assembly press statement envoy delegation "
    "lawmaker"
)
ORGANS = CLASSES["TROOPS"] | CLASSES["SHIP"] | CLASSES["AIRCRAFT"] | _OFFICES
_THINGS = (CLASSES["SHIP"] | CLASSES["AIRCRAFT"]) - {
    "navy",
    "coastguard",
    "coast-guard",
    "fleet",
    "air-force",
}
_HOUSE = words("house host use hold occupy shelter garrison")
NOWHERE = words("border frontier line boundary")


@dataclass(slots=True)
class Discourse:
    """What is known from the sentences before: the pair, the last doer, the state of the dateline."""

    pair: Dyad | None = None
    subject: tuple[str, ...] = ()
    home: str | None = None
    doer: tuple[str, ...] = ()

    def speaker(self, but: Sequence[str], how: str) -> str | None:
        """Whose "the army" or "officials" are without a name; never one of `but`.

        The state of the dateline if it is one of the pair, else of the last subject; a nameless ship or jet
        (`how` "thing") is the last doer's.
        """
        if how == "thing":
            return next((code for code in self.doer if code not in but), None)
        home = (
            [self.home] if self.home is not None and self.pair is not None and self.home in self.pair else []
        )
        return next((code for code in (*home, *self.subject) if code not in but), None)

    def other(self, code: str | None) -> str | None:
        """The other state of the pair, None without one."""
        return None if code is None or self.pair is None or code not in self.pair else self.pair.other(code)


@dataclass(frozen=True, slots=True)
class Who:
    """States of a noun group; `how` is named, pronoun, both, place, nonstate, organ or nobody."""

    codes: tuple[str, ...]
    how: str
    former: bool = False

    def without(self, codes: Sequence[str]) -> "Who":
        """The same without some states."""
        return replace(self, codes=tuple(c for c in self.codes if c not in codes))


NOBODY = Who((), "nobody")


class Cast:
    """The states that take part in one sentence."""

    def __init__(self, tree: Tree, mentions: Sequence[Mention], discourse: Discourse) -> None:
        """`mentions` are those of the whole dispatch in order of place."""
        self.tree = tree
        self.discourse = discourse
        self.at = _by_token(tree, mentions)

    def who(self, head: int, *, places: bool = False) -> Who:
        """The states that a noun group stands for; with `places`, also the state where it lies."""
        sides = self._sides(head)
        if sides is not None:
            return sides
        for step in (self._named, self._owned, self._pronoun, self._of):
            found = step(head)
            if found.codes:
                return found
        if places:
            found = self._place(head)
            if found.codes:
                return found
        return self._unnamed(head)

    def all_of(self, heads: Sequence[int], *, places: bool = False) -> Who:
        """The union of several groups; how is that of the first with a state, else of the first."""
        found = [self.who(head, places=places) for head in heads]
        stated = [who for who in found if who.codes]
        if not stated:
            return found[0] if found else NOBODY
        codes = tuple(dict.fromkeys(code for who in stated for code in who.codes))
        return Who(codes, stated[0].how, all(who.former for who in stated))

    def _named(self, head: int) -> Who:
        mention = self.at.get(head)
        if mention is None or mention.kind == "place" or len(mention.codes) > 2:
            return NOBODY
        if len(mention.codes) == 2:
            return self._ambiguous(mention)
        return Who(mention.codes, "named", mention.former)

    def _ambiguous(self, mention: Mention) -> Who:
        pair = self.discourse.pair
        if pair is not None and all(code in pair for code in mention.codes) and mention.kind == "demonym":
            return Who(mention.codes, "both")
        last = [code for code in mention.codes if code in self.discourse.subject]
        return Who(tuple(last[:1]), "pronoun") if last else NOBODY

    def _listed(self, head: int) -> Who:
        """ "American, British and Saudi aircraft": all the demonyms before a noun."""
        before = [k for k in self.tree.children(head, "amod", "nmod", "compound") if self._demonym(k)]
        joined = [j for k in before for j in self.tree.coordinated(k) if self._demonym(j)]
        codes = tuple(dict.fromkeys(self.at[k].codes[0] for k in joined))
        return Who(codes, "named") if len(codes) > 1 else NOBODY

    def _demonym(self, k: int) -> bool:
        return k in self.at and self.at[k].kind == "demonym" and len(self.at[k].codes) == 1

    def _owned(self, head: int) -> Who:
        listed = self._listed(head)
        if listed.codes:
            return listed
        for dep in ("poss", "compound", "amod", "nmod"):
            for k in self.tree.children(head, dep):
                found = self._named(k) if dep != "poss" else self.who(k)
                if not found.codes:
                    found = self._owned(k)
                if found.codes:
                    return self._with_joined(k, found)
        for k in self.tree.children(head, "appos"):
            found = self._named(k)
            if found.codes:
                return found
        return NOBODY

    def _with_joined(self, k: int, found: Who) -> Who:
        """Add "and British" to "American and British aircraft"."""
        more = [self._named(j) for j in self.tree.coordinated(k)[1:]]
        codes = dict.fromkeys((*found.codes, *(code for who in more for code in who.codes)))
        return replace(found, codes=tuple(codes))

    def _of(self, head: int) -> Who:
        for k in self.tree.children(head, "prep"):
            if self.tree.tokens[k].lemma in ("of", "from"):
                nouns = tuple(
                    i for noun in self.tree.children(k, "pobj") for i in self.tree.coordinated(noun)
                )
                found = self.all_of([i for i in nouns if self.tree.tokens[i].lemma not in NOWHERE])
                if found.codes:
                    return found
        return NOBODY

    def _pronoun(self, head: int) -> Who:
        if self.tree.tokens[head].text.lower() not in _PRONOUNS:
            return NOBODY
        before = self._subject_above(head) or self._subject_before(head)
        codes = before or self.discourse.subject
        plural = self.tree.tokens[head].lemma in ("they", "their", "them", "themselves")
        return Who(codes if plural else codes[:1], "pronoun")

    def _subject_above(self, head: int) -> tuple[str, ...]:
        """For a pronoun that is a subject: the subject of the clause that its own hangs on."""
        if self.tree.tokens[head].dep not in ("nsubj", "nsubjpass"):
            return ()
        for upper in self.tree.above(self.tree.tokens[head].head):
            for i in self.tree.children(upper, "nsubj", "nsubjpass"):
                found = self._named(i).codes or self._owned(i).codes if self._outside(i, head) else ()
                if found:
                    return found
        return ()

    def _subject_before(self, head: int) -> tuple[str, ...]:
        """The states of the nearest subject before a pronoun in its own sentence, of which it is no part."""
        above = frozenset(self.tree.above(head))
        for i in range(head - 1, -1, -1):
            if self._is_subject(i) and i not in above and i in self._nouns_with_states():
                found = self._named(i)
                return found.codes or self._owned(i).codes or self._of(i).codes
        return ()

    def _outside(self, i: int, head: int) -> bool:
        return i < head and i not in self.tree.above(head)

    def _is_subject(self, i: int) -> bool:
        return self.tree.tokens[i].dep in ("nsubj", "nsubjpass")

    def _nouns_with_states(self) -> frozenset[int]:
        heads = set(self.at)
        for i in self.at:
            for upper in self.tree.above(i):
                if self.tree.tokens[upper].is_verb:
                    break
                heads.add(upper)
        return frozenset(heads)

    def _tenant(self, head: int) -> Who:
        """Whose soldiers a place houses: "bases in Iraq that house American soldiers"."""
        for i in self.tree.below(head, ("conj",)):
            if self.tree.tokens[i].lemma in _HOUSE and self.tree.tokens[i].dep in ("relcl", "acl"):
                objects = self.tree.children(i, "dobj", "agent")
                found = self.all_of([k for o in objects for k in (o, *self.tree.children(o, "pobj"))])
                if found.codes:
                    return found
        return NOBODY

    def _place(self, head: int) -> Who:
        tenant = self._tenant(head)
        if tenant.codes:
            return tenant
        mention = self.at.get(head)
        if mention is not None and len(mention.codes) == 1:
            return Who(mention.codes, "place")
        for i in self.tree.below(head, ("relcl", "acl", "advcl", "conj")):
            near = self.at.get(i)
            if near is not None and len(near.codes) == 1:
                return Who(near.codes, "place", near.former)
        return NOBODY

    def _sides(self, head: int) -> Who | None:
        """ "Both countries", "the two sides", "each other", "its neighbour"."""
        token, pair = self.tree.tokens[head], self.discourse.pair
        if pair is None:
            return None
        near = self.tree.lemmas(
            self.tree.children(head, "det", "nummod", "amod", "predet", "compound", "poss")
        )
        low = token.text.lower()
        plain = low in ("both", "each") and token.dep != "det"
        if plain or (near & {"both", "two", "each", "either", "rival"} and token.lemma in _SIDES):
            return Who((pair.a, pair.b), "both")
        if (
            token.lemma in _OTHER
            or (low == "other" and not near & {"each"})
            or ("other" in near and low == "side")
        ):
            owner = self._owned(head).codes or self.discourse.subject
            other = self.discourse.other(owner[0]) if owner else None
            return Who((other,), "pronoun") if other else None
        return None

    def _unnamed(self, head: int) -> Who:
        words = {self.tree.tokens[i].lemma for i in self.tree.below(head, ("relcl", "acl", "prep", "conj"))}
        if words & CLASSES["NONSTATE"]:
            return Who((), "nonstate")
        if self.tree.tokens[head].lemma in _THINGS:
            return Who((), "thing")
        return Who((), "organ") if words & ORGANS else NOBODY


def _start(mention: Mention) -> int:
    return mention.start


def _by_token(tree: Tree, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """The mention that each token is part of; mentions and tokens are both in order of place."""
    if not tree.tokens:
        return {}
    k = max(0, bisect_left(mentions, tree.tokens[0].start, key=_start) - 1)
    found: dict[int, Mention] = {}
    for token in tree.tokens:
        while k < len(mentions) and mentions[k].end <= token.start:
            k += 1
        if k < len(mentions) and mentions[k].start < token.end:
            found[token.i] = mentions[k]
    return found
