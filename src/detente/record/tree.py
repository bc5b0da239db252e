"""A sentence as words that govern words: the one structure that both readers make."""

from collections.abc import Iterator
from dataclasses import dataclass, field

NOMINAL = ("NN", "PRP", "CD", "DT", "JJ")
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
OBJECTS = ("dobj", "obj", "attr", "oprd")
CLAUSAL = ("relcl", "acl", "advcl", "ccomp", "xcomp", "parataxis", "appos", "pcomp")


@dataclass(frozen=True, slots=True)
class Token:
    """A word at characters [start, end) of the dispatch, its Penn tag, its governor and how it depends."""

    i: int
    text: str
    start: int
    lemma: str
    tag: str
    head: int
    dep: str

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb form (auxiliaries and modals included)."""
        return self.tag.startswith("VB")

    @property
    def is_noun(self) -> bool:
        """Whether it is a common or proper noun."""
        return self.tag.startswith("NN")


@dataclass(frozen=True, slots=True)
class Tree:
    """Tokens of one sentence in order; `kids[i]` are the tokens that `i` governs."""

    tokens: tuple[Token, ...]
    kids: tuple[tuple[int, ...], ...] = field(repr=False)

    @classmethod
    def of(cls, tokens: tuple[Token, ...]) -> "Tree":
        """The tree of tokens that know their heads; a head that is the token itself marks the root."""
        kids: list[list[int]] = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.i:
                kids[token.head].append(token.i)
        return cls(tokens, tuple(tuple(each) for each in kids))

    def children(self, i: int, *deps: str) -> tuple[int, ...]:
        """The children of `i`, only those of the given dependencies if any are given."""
        return tuple(k for k in self.kids[i] if not deps or self.tokens[k].dep in deps)

    def child(self, i: int, *deps: str) -> int | None:
        """The first such child, None without one."""
        found = self.children(i, *deps)
        return found[0] if found else None

    def below(self, i: int, skip: tuple[str, ...] = ()) -> tuple[int, ...]:
        """`i` and all it governs, in order, without branches that depend by one of `skip`."""
        found, stack = [], [i]
        while stack:
            here = stack.pop()
            found.append(here)
            stack += [k for k in self.kids[here] if self.tokens[k].dep not in skip]
        return tuple(sorted(found))

    def above(self, i: int) -> Iterator[int]:
        """The governors of `i`, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def coordinated(self, i: int) -> tuple[int, ...]:
        """`i` and what is coordinated with it ("x, y and z" from x)."""
        found = [i]
        for k in self.kids[i]:
            if self.tokens[k].dep == "conj":
                found += self.coordinated(k)
        return tuple(found)

    def lemmas(self, indices: tuple[int, ...]) -> frozenset[str]:
        """The lemmas of some tokens."""
        return frozenset(self.tokens[i].lemma for i in indices)

    def head_of_chain(self, i: int) -> int:
        """The first word of the coordination that `i` belongs to."""
        while self.tokens[i].dep == "conj" and self.tokens[i].head != i:
            i = self.tokens[i].head
        return i
