"""A verb or noun of action with what belongs to it: doers, what it is done to, prepositions, other words."""

from dataclasses import dataclass, field

from detente.record.tree import CLAUSAL, OBJECTS, SUBJECTS, Tree
from detente.record.wordlist import words

_GAP = ("conj", "xcomp", "advcl", "pcomp", "acl", "dep")
_LIGHT = words(
    "consider plan threaten prepare revive weigh want propose contemplate expect experience sail "
    "undergo carry conduct make launch open hold stage begin start order perform mount undertake resume "
    "announce commit impose declare sign issue deliver pay take give unleash execute continue step stop "
    "halt end do"
)
_STATIVE = words("commit prepare determine resolve oblige")
CONTROL = words(
    "order urge ask tell let allow permit force invite call authorise demand warn accuse enable want"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Indices of tokens; `doers` and `undergoers` are already turned round for the passive voice.

    `obliques` are (preposition, noun) pairs; `words` all words and lemmas of the clause; `verb` the verb that
    carries a nominal act ("carried out a test") or the trigger itself.
    """

    trigger: int
    verb: int | None
    nominal: bool
    passive: bool
    doers: tuple[int, ...]
    undergoers: tuple[int, ...]
    obliques: tuple[tuple[str, int], ...]
    modifiers: tuple[int, ...] = ()
    words: frozenset[str] = field(default=frozenset(), repr=False)


def verb_clause(tree: Tree, verb: int) -> Clause:
    """The clause of a verb."""
    passive = is_passive(tree, verb)
    subjects = subjects_of(tree, verb)
    objects = _spread(
        tree, tuple(_antecedent(tree, i, verb) for i in tree.children(verb, *OBJECTS, "dative"))
    )
    agents = _spread(tree, _agents(tree, verb))
    objects = objects or _shared_objects(tree, verb)
    if passive and tree.tokens[verb].lemma in _STATIVE and not agents:
        doers, undergoers = subjects, objects
    elif passive:
        doers, undergoers = agents, (*_passive_subjects(tree, verb, subjects), *objects)
    else:
        doers, undergoers = subjects, objects
    obliques = (*_obliques(tree, verb), *(pair for each in objects for pair in _obliques(tree, each)))
    return Clause(verb, verb, False, passive, doers, undergoers, obliques, words=clause_words(tree, verb))


def _shared_objects(tree: Tree, verb: int) -> tuple[int, ...]:
    """ "Sank or damaged 25 boats": the objects of a verb coordinated right after."""
    for k in tree.children(verb, "conj"):
        if tree.tokens[k].is_verb and k - verb <= 2 and not tree.children(k, *SUBJECTS):
            return _spread(tree, tree.children(k, *OBJECTS))
    return ()


def noun_clause(tree: Tree, noun: int) -> Clause:
    """The clause of a noun of action, with the light verb that carries it, if any."""
    verb = light_verb(tree, noun)
    owners = tree.children(noun, "poss", "compound", "amod", "nmod")
    modifiers = tuple(m for owner in owners for m in tree.below(owner))
    obliques = _obliques(tree, noun)
    of = tuple(i for prep, i in obliques if prep == "of")
    doers: tuple[int, ...] = tuple(i for prep, i in obliques if prep == "by")
    if verb is not None and not doers:
        carried = verb_clause(tree, verb)
        doers, obliques = carried.doers, (*obliques, *carried.obliques)
    top = verb if verb is not None else next((v for v in tree.above(noun) if tree.tokens[v].is_verb), noun)
    words = clause_words(tree, top) | clause_words(tree, noun)
    return Clause(noun, verb, True, False, doers, of, obliques, modifiers, words)


def light_verb(tree: Tree, noun: int) -> int | None:
    """The verb of which the noun is object or passive subject, if it only carries the noun's act."""
    top = tree.head_of_chain(noun)
    token = tree.tokens[top]
    head = tree.tokens[token.head]
    if token.dep == "pobj" and tree.tokens[head.head].lemma in ("carry", "go", "engage"):
        return head.head
    if token.dep in (*OBJECTS, "nsubjpass") and head.is_verb and head.lemma in _LIGHT:
        return head.i
    return None


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether a verb is passive: a passive subject or auxiliary, or a participle after its noun."""
    token = tree.tokens[verb]
    if tree.children(verb, "nsubjpass", "auxpass"):
        return True
    if tree.children(verb, "nsubj"):
        return False
    if token.dep == "conj" and token.tag == "VBN" and not tree.children(verb, "aux"):
        return is_passive(tree, token.head)
    return token.tag == "VBN" and token.dep == "acl"


def subjects_of(tree: Tree, verb: int) -> tuple[int, ...]:
    """The nouns that are subject of a verb, its own or shared, relative words replaced by their noun."""
    seen: set[int] = set()
    while verb not in seen:
        seen.add(verb)
        own = tree.children(verb, *SUBJECTS)
        token = tree.tokens[verb]
        if own:
            return _spread(tree, tuple(_antecedent(tree, i, verb) for i in own))
        if token.dep in ("relcl", "acl") and token.head != verb:
            return _participle_subject(tree, verb)
        governor = _governor(tree, verb)
        if governor is None:
            return ()
        controlled = tree.children(governor, *OBJECTS, "dative")
        if token.dep in ("xcomp", "ccomp") and tree.tokens[governor].lemma in CONTROL and controlled:
            return _spread(tree, controlled)
        verb = governor
    return ()


def _participle_subject(tree: Tree, verb: int) -> tuple[int, ...]:
    """Whom a participle after a noun belongs to: that noun."""
    head = tree.tokens[verb].head
    return _spread(tree, (head,)) if tree.tokens[head].tag[:2] in ("NN", "PR", "CD", "DT") else ()


def _governor(tree: Tree, verb: int) -> int | None:
    token = tree.tokens[verb]
    if token.head == verb or token.dep not in _GAP:
        return None
    head = tree.tokens[token.head]
    if token.dep == "pcomp":
        upper = tree.tokens[head.head]
        controlled = tree.children(upper.i, "dobj")
        if upper.is_verb and controlled and upper.lemma in CONTROL:
            return None
        return (
            upper.i
            if upper.is_verb
            else next((v for v in tree.above(upper.i) if tree.tokens[v].is_verb), None)
        )
    return head.i if head.is_verb else next((v for v in tree.above(verb) if tree.tokens[v].is_verb), None)


def accused(tree: Tree, verb: int) -> tuple[int, ...]:
    """The object of "accuse ... of", if the verb stands in its complement."""
    token = tree.tokens[verb]
    upper = tree.tokens[tree.tokens[token.head].head]
    if token.dep == "pcomp" and upper.is_verb and upper.lemma in CONTROL:
        return _spread(tree, tree.children(upper.i, "dobj", "nsubjpass"))
    return ()


def _antecedent(tree: Tree, subject: int, verb: int) -> int:
    token = tree.tokens[subject]
    if token.tag in ("WDT", "WP") and tree.tokens[verb].dep == "relcl":
        return tree.tokens[verb].head
    return subject


def _passive_subjects(tree: Tree, verb: int, subjects: tuple[int, ...]) -> tuple[int, ...]:
    if tree.tokens[verb].dep == "acl" and not subjects:
        return _spread(tree, (tree.tokens[verb].head,))
    return subjects


def _agents(tree: Tree, verb: int) -> tuple[int, ...]:
    by = tree.children(verb, "agent") or tuple(
        k for k in tree.children(verb, "prep") if tree.tokens[k].lemma == "by" and is_passive(tree, verb)
    )
    return tuple(i for k in by for i in tree.children(k, "pobj"))


def _spread(tree: Tree, heads: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(
        dict.fromkeys(i for head in heads for i in tree.coordinated(head) if not tree.tokens[i].is_verb)
    )


def _obliques(tree: Tree, head: int) -> tuple[tuple[str, int], ...]:
    """(preposition, noun) below `head`, also through a second preposition ("from across the border")."""
    found: list[tuple[str, int]] = []
    for k in tree.children(head, "prep", "agent", "dative", "advmod", "prt"):
        for noun in tree.children(k, "pobj"):
            found += [(tree.tokens[k].lemma, i) for i in tree.coordinated(noun)]
        found += [(prep, i) for prep, i in _obliques(tree, k)]
    return tuple(found)


def clause_words(tree: Tree, head: int) -> frozenset[str]:
    """Words and lemmas below `head`, other clauses of the same level left out."""
    found: set[str] = set()
    stack = [head]
    while stack:
        here = stack.pop()
        found |= {tree.tokens[here].lemma, tree.tokens[here].text.lower()}
        stack += [k for k in tree.kids[here] if not _other_clause(tree, k)]
    return frozenset(found)


def _other_clause(tree: Tree, k: int) -> bool:
    token = tree.tokens[k]
    if token.dep == "advcl" and token.tag == "VB":
        return False
    if token.dep in ("conj", "parataxis", "advcl", "relcl"):
        return token.is_verb
    return token.dep == "ccomp" and k < token.head and token.dep in CLAUSAL
