"""Trees without a model: noun groups and verb groups are chunked, then tied by position.

The nearest noun group before a verb that no preposition governs is its subject, the one right after it its
object; prepositions hang on the verb, "of" on the noun; relative words stand for the noun before them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detente.record.tagger import CLOSED, split_words, tag_words
from detente.record.tree import Token, Tree
from detente.record.words import lemma

CODER = "patterns"
_SAY = frozenset(CLOSED["SAY"].split())
_NOUN_START = ("DT", "PRP$", "JJ", "CD", "NN", "NNS", "NNP", "PRP")
_NOUN_IN = (*_NOUN_START, "POS")


@dataclass(slots=True)
class _Builder:
    """What is known while one sentence is read from left to right."""

    words: list[str]
    tags: list[str]
    heads: list[int]
    deps: list[str]
    subject: int | None = None
    verb: int | None = None
    preposition: int | None = None
    noun: int | None = None
    mark: int | None = None
    relative: int | None = None
    joiner: int | None = None
    root: int | None = None
    infinitive: bool = False
    auxiliaries: list[int] = field(default_factory=list)
    fresh_noun: int | None = None
    suspended: int | None = None
    last_end: int = 0

    def tie(self, i: int, head: int, dep: str) -> None:
        """Let `head` govern `i`, unless that would close a ring."""
        here = head
        while self.heads[here] != here:
            if here == i:
                return
            here = self.heads[here]
        if here != i:
            self.heads[i], self.deps[i] = head, dep


def parse_all(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Tree]:
    """One tree a span, in order."""
    for start, end in spans:
        yield parse(text[start:end], start)


def parse(sentence: str, start: int = 0) -> Tree:
    """The approximate dependency tree of a sentence whose first character has offset `start`."""
    pieces = split_words(sentence)
    words = [word for _, word in pieces]
    build = _Builder(words, tag_words(words), list(range(len(words))), ["dep"] * len(words))
    i = 0
    while i < len(words):
        i = _step(build, i)
    _finish(build)
    return Tree.of(
        tuple(
            Token(i, word, start + offset, lemma(word), _penn(build.tags[i]), build.heads[i], build.deps[i])
            for i, (offset, word) in enumerate(pieces)
        )
    )


def _penn(tag: str) -> str:
    return {"SC": "IN"}.get(tag, tag[1:] if tag.startswith("AV") else tag)


def _step(b: _Builder, i: int) -> int:
    tag = b.tags[i]
    if tag.startswith("AV") or tag == "MD":
        b.auxiliaries.append(i)
    elif tag.startswith("VB"):
        _verb(b, i)
    elif tag in _NOUN_START:
        _copula_ends(b)
        return _noun_group(b, i)
    elif tag in ("IN", "TO"):
        _copula_ends(b)
        _preposition(b, i)
    else:
        _mark(b, i)
    return i + 1


def _copula_ends(b: _Builder) -> None:
    """ "Are" or "had" before a noun or a preposition is the verb itself."""
    k = next((k for k in reversed(b.auxiliaries) if b.tags[k].startswith("AV")), None)
    if k is not None and lemma(b.words[k]) in ("be", "have") and b.auxiliaries[0] > (b.verb or -1):
        b.auxiliaries.remove(k)
        b.tags[k] = b.tags[k][1:]
        _verb(b, k)


def _noun_group(b: _Builder, i: int) -> int:
    """Chunk the group that begins at `i`; a genitive ends an inner group that owns the outer one."""
    end = i
    while end < len(b.words) and b.tags[end] in _NOUN_IN and (end == i or _goes_on(b, end)):
        end += 1
    end = max(end, i + 1)
    head = max((k for k in range(i, end) if b.tags[k].startswith("NN")), default=end - 1)
    for k in range(i, end):
        if k != head:
            _modifier(b, k, head, i)
    _place_noun(b, head, i)
    b.last_end = end
    return end


def _goes_on(b: _Builder, k: int) -> bool:
    return b.tags[k] not in ("DT", "PRP$", "PRP") and b.tags[k - 1] != "PRP"


def _modifier(b: _Builder, k: int, head: int, first: int) -> None:
    following = b.tags[k + 1] if k + 1 < len(b.tags) else ""
    if b.tags[k] == "POS":
        b.tie(k, k - 1 if k > first else head, "case")
    elif b.tags[k] == "PRP$" or following == "POS":
        b.tie(k, head, "poss")
    else:
        dep = {"DT": "det", "CD": "nummod", "JJ": "amod"}.get(b.tags[k], "compound")
        owner = next((j for j in range(k + 1, head) if j + 1 < len(b.tags) and b.tags[j + 1] == "POS"), head)
        b.tie(k, owner, dep)


def _place_noun(b: _Builder, head: int, start: int) -> None:
    joined = (
        b.joiner is not None and b.joiner == start - 1 and b.noun is not None and b.last_end >= b.joiner - 1
    )
    if joined and b.noun is not None and (b.fresh_noun is None or b.fresh_noun == b.noun or _chained(b)):
        b.tie(head, b.noun, "conj")
        b.noun, b.joiner = head, None
        return
    if b.preposition is not None:
        b.tie(head, b.preposition, "pobj")
        b.preposition = None
    elif b.verb is not None and b.fresh_noun is None and not _has_object(b) and b.mark is None:
        b.tie(head, b.verb, "dobj")
    else:
        b.subject, b.fresh_noun = head, head
    b.noun, b.joiner = head, None


def _chained(b: _Builder) -> bool:
    """Whether the last noun belongs to the coordination that the waiting subject heads."""
    here = b.noun
    while here is not None and b.deps[here] == "conj" and b.heads[here] != here:
        here = b.heads[here]
    return here is not None and here == b.fresh_noun


def _has_object(b: _Builder) -> bool:
    return any(h == b.verb and d == "dobj" for h, d in zip(b.heads, b.deps, strict=True))


def _preposition(b: _Builder, i: int) -> None:
    following = b.tags[i + 1] if i + 1 < len(b.tags) else ""
    if (b.tags[i] == "TO" and following in ("VB", "RB")) or (
        b.tags[i] == "TO" and following.startswith("AV")
    ):
        b.infinitive, b.preposition = True, None
        b.joiner = None
        return
    owner = b.noun if b.words[i].lower() == "of" else None
    governor = owner if owner is not None else b.verb if b.fresh_noun is None else b.noun
    if governor is not None:
        b.tie(i, governor, "agent" if b.words[i].lower() == "by" and _passive(b) else "prep")
    b.preposition, b.joiner = i, None


def _passive(b: _Builder) -> bool:
    return b.verb is not None and b.tags[b.verb] == "VBN"


def _mark(b: _Builder, i: int) -> None:
    tag, word = b.tags[i], b.words[i].lower()
    if tag == "WDT":
        b.relative, b.suspended = b.noun, b.fresh_noun or b.suspended
        b.fresh_noun = b.fresh_noun if b.fresh_noun == b.noun else None
    elif tag == "SC":
        b.mark, b.subject, b.fresh_noun = i, None, None
        b.joiner = None
    elif tag == "CC":
        b.joiner, b.preposition = i, None
    elif tag == "RB":
        _adverb(b, i, word)
    elif word in (",", ";", ":", "-", "–", "—", "(", ")"):
        b.joiner = i if word == "," and b.noun is not None else b.joiner
        b.preposition = None


def _adverb(b: _Builder, i: int, word: str) -> None:
    if word in ("not", "n't", "n’t", "never"):
        b.auxiliaries.append(i)
    elif b.verb is not None:
        b.tie(i, b.verb, "prt" if word in ("up", "down", "out", "back", "over", "off", "away") else "advmod")


def _verb(b: _Builder, i: int) -> None:
    for k in b.auxiliaries:
        negative = b.words[k].lower() in ("not", "n't", "n’t", "never")
        b.tie(k, i, "neg" if negative else "aux")
    passive = _is_passive(b, i)
    _resume_subject(b, i)
    _claim_subject(b, i)
    _tie_verb(b, i, passive)
    b.verb, b.auxiliaries, b.mark, b.relative = i, [], None, None
    b.infinitive, b.preposition, b.fresh_noun, b.joiner = False, None, None, None


def _resume_subject(b: _Builder, i: int) -> None:
    """After ", which ...," the main verb takes up the noun that the relative clause interrupted."""
    free = b.suspended is not None and b.fresh_noun is None and b.relative is None
    first = i - len(b.auxiliaries)
    if free and b.tags[i] not in ("VBG", "VB") and first > 0 and b.words[first - 1] == ",":
        b.fresh_noun, b.verb = b.suspended, None
        b.suspended, b.joiner = None, None


def _claim_subject(b: _Builder, i: int) -> None:
    """A noun that was joined to a governed one but stands right before a finite verb is its subject."""
    last = b.noun
    if last is None or b.fresh_noun is not None or b.deps[last] != "conj" or b.tags[i] in ("VBG", "VB"):
        return
    head = last
    while b.deps[head] == "conj" and b.heads[head] != head:
        head = b.heads[head]
    if b.heads[head] == head:
        return
    between = {b.tags[k] for k in range(last + 1, i)} - {"RB", "AVBD", "AVBZ", "AVB", "MD", "AVBG"}
    if not between and b.relative is None:
        b.heads[last], b.deps[last] = last, "dep"
        b.fresh_noun, b.subject = last, last
        b.preposition = None


def _is_passive(b: _Builder, i: int) -> bool:
    be = {"be", "is", "are", "was", "were", "been", "being", "am"}
    return b.tags[i] in ("VBN", "VBD") and any(b.words[k].lower() in be for k in b.auxiliaries)


def _tie_verb(b: _Builder, i: int, passive: bool) -> None:
    subject = "nsubjpass" if passive else "nsubj"
    if passive:
        b.tags[i] = "VBN"
    if b.relative is not None and b.fresh_noun in (None, b.relative):
        b.tie(i, b.relative, "relcl")
        return
    if b.relative is not None and b.fresh_noun is not None:
        b.tie(b.fresh_noun, i, subject)
        b.tie(i, b.relative, "relcl")
        return
    if b.infinitive and b.verb is not None:
        b.tie(i, b.verb, "xcomp")
        return
    _tie_finite(b, i, subject)


def _tie_finite(b: _Builder, i: int, subject: str) -> None:
    before, bare = b.verb, b.fresh_noun is None
    if not bare and b.fresh_noun is not None and b.tags[i] != "VBG":
        b.tie(b.fresh_noun, i, subject)
    if b.mark is not None:
        b.tie(b.mark, i, "mark")
    if before is None:
        b.root = i if b.root is None else b.root
    elif b.mark is not None and b.words[b.mark].lower() not in ("that", "whether", "how"):
        b.tie(i, before, "advcl")
    elif b.preposition is not None and b.tags[i] == "VBG":
        b.tie(i, b.preposition, "pcomp")
    elif lemma(b.words[before]) in _SAY and not bare:
        b.tie(i, before, "ccomp")
    elif b.tags[i] == "VBG":
        b.tie(i, before, "advcl")
    elif (
        bare and b.joiner is None and b.tags[i] in ("VBD", "VBN") and b.noun is not None and not b.auxiliaries
    ):
        _reduced(b, i)
    else:
        b.tie(i, before, "conj")


def _reduced(b: _Builder, i: int) -> None:
    """A participle right after a noun: "missiles fired by ..."."""
    b.tags[i] = "VBN"
    b.tie(i, b.noun if b.noun is not None else i, "acl")


def _finish(b: _Builder) -> None:
    for k in b.auxiliaries:
        if b.root is None:
            b.root = k
    if b.root is not None:
        b.deps[b.root] = "root" if b.heads[b.root] == b.root else b.deps[b.root]
        _copula(b)


def _copula(b: _Builder) -> None:
    for k, (head, dep) in enumerate(zip(b.heads, b.deps, strict=True)):
        if head == k and dep == "dep" and k != b.root and b.root is not None:
            b.tie(k, b.root, "dep")
