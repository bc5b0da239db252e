"""Did it happen? Negation, possibility, plans and conditions around a word of action."""

from detente.record.clause import Clause
from detente.record.tree import Tree
from detente.record.wordlist import words
from detente.world.kinds import KINDS

_NEGATIVE = words("not n't n’t never no nobody none neither nor without hardly")
_DENY = words("deny refute disclaim")
_AVERT = words(
    "avoid avert prevent rule cancel abandon refrain abstain stop forgo forswear forget fail refuse decline"
)
_MODAL = words("may might could would can should must shall ought 'd")
_FUTURE = frozenset(("will", "'ll", "’ll", "shall"))
_WISH = words(
    "plan intend threaten warn vow promise offer pledge propose consider weigh want wish hope prepare "
    "seek expect demand urge call ask mull contemplate discuss fear risk appeal vote authorise let "
    "allow permit need agree undertake decide would ready suggest try attempt swear predict request "
    "insist recommend advocate debate scare bar forbid rehearse simulate practise decline"
)
_WISH_NOUN = words(
    "risk threat prospect possibility danger fear plan chance likelihood brink edge verge talk call "
    "proposal option idea preparation intention right readiness case event spectre hint speculation "
    "scenario offer demand promise pledge warning request appeal state deadline approval permission "
    "pretext target aim fleet"
)
_REAL_NOUN = words("case event state call talk demand offer")
_IF = words("if unless whether lest should")
_SPEECH = words(
    "threat nuclear_threat ultimatum threat_nonforce demand demand_withdrawal demand_release appeal "
    "appeal_deescalate accusation condemnation protest_note rejection reject_talks reject_proposal "
    "offer_talks promise pledge_defence endorsement regret refuse_withdrawal territorial_claim "
    "demand_aid withdrawal_announced"
)


def realis(tree: Tree, clause: Clause, kind: str) -> str:
    """actual, hypothetical or denied; whether it is history is for the date to say."""
    if negated(tree, clause):
        return "denied"
    if conditional(tree, clause, kind) or wished(tree, clause):
        return "hypothetical"
    if kind == "war" and clause.nominal and _vague_war(tree, clause):
        return "hypothetical"
    return "actual"


def negated(tree: Tree, clause: Clause) -> bool:
    """Whether the clause says that it did not happen."""
    verb = clause.verb if clause.verb is not None else clause.trigger
    near = {clause.trigger, verb}
    if any(_has_negation(tree, i) for i in near | set(clause.doers) | set(clause.undergoers)):
        return True
    return any(_denying(tree, i) for i in _governors(tree, clause))


def _has_negation(tree: Tree, i: int) -> bool:
    kids = tree.children(i, "neg", "det", "preconj", "advmod")
    own = tree.tokens[i]
    return own.lemma in ("nobody", "none") or any(tree.tokens[k].text.lower() in _NEGATIVE for k in kids)


def _governors(tree: Tree, clause: Clause) -> tuple[int, ...]:
    """Words above the act, up to the first that reports or coordinates."""
    found = []
    here = clause.verb if clause.verb is not None else clause.trigger
    for upper in tree.above(here):
        dep = tree.tokens[here].dep
        if dep in ("relcl", "parataxis") or (
            dep == "conj" and not tree.tokens[upper].is_verb and not clause.nominal
        ):
            break
        if dep == "advcl" and tree.tokens[upper].is_verb:
            break
        if dep == "ccomp" and here < upper:
            break
        if dep != "conj":
            found.append(upper)
        here = upper
    return tuple(found)


def _denying(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    if token.lemma in _DENY or token.lemma in ("without", "denial"):
        return True
    if token.lemma == "rule":
        return any(tree.tokens[k].lemma == "out" for k in tree.children(i))
    if token.lemma in _AVERT and token.lemma not in ("rule",):
        return True
    speaks = tree.children(i, "ccomp") and not tree.children(i, "xcomp")
    return not speaks and _has_negation(tree, i)


def conditional(tree: Tree, clause: Clause, kind: str) -> bool:
    """Whether a modal verb or "if" makes it possible only."""
    verb = clause.verb if clause.verb is not None else clause.trigger
    if _resolved(tree, verb, kind):
        return False
    upper = next((v for v in tree.above(clause.trigger) if tree.tokens[v].is_verb), verb)
    for i in {verb, upper} if clause.nominal else {verb}:
        if _modal(tree, i) or _if(tree, i):
            return True
    return any(_if(tree, i) or _modal(tree, i) for i in _chain(tree, verb))


def _resolved(tree: Tree, verb: int, kind: str) -> bool:
    """ "We will defend our soil" is a threat made; "will close the border, it announced" a step taken."""
    will = any(tree.tokens[k].text.lower() in (*_FUTURE, "would") for k in tree.children(verb, "aux"))
    if kind == "threat":
        return will and not _if(tree, verb)
    upper = {tree.tokens[i].lemma for i in tree.above(verb)}
    return (
        will
        and kind in KINDS
        and KINDS[kind].plover == "SANCTION"
        and bool(upper & {"announce", "declare", "decide", "order"})
    )


def _modal(tree: Tree, i: int) -> bool:
    kids = tree.children(i, "aux", "auxpass")
    return any(tree.tokens[k].text.lower() in _MODAL | _FUTURE for k in kids) or _is_to(tree, i)


def _is_to(tree: Tree, i: int) -> bool:
    """ "Is to visit", "are to be withdrawn"."""
    token = tree.tokens[i]
    return token.dep == "xcomp" and tree.tokens[token.head].lemma == "be"


def _if(tree: Tree, i: int) -> bool:
    return any(tree.tokens[k].text.lower() in _IF for k in tree.children(i, "mark", "advmod"))


def _chain(tree: Tree, verb: int) -> tuple[int, ...]:
    """Verbs coordinated before this one or controlling it, whose mood it shares."""
    found = []
    for upper in tree.above(verb):
        if tree.tokens[verb].dep not in ("conj", "xcomp", "pcomp") or not tree.tokens[upper].is_verb:
            break
        own = any(tree.tokens[k].dep in ("nsubj", "nsubjpass") for k in tree.kids[verb])
        if own and tree.tokens[verb].dep == "conj":
            break
        found.append(upper)
        verb = upper
    return tuple(found)


def wished(tree: Tree, clause: Clause) -> bool:
    """Whether a word above makes it a plan, a threat, a demand or a risk."""
    verb = clause.verb if clause.verb is not None else clause.trigger
    for i in _governors(tree, clause):
        token = tree.tokens[i]
        if (
            token.is_noun
            and token.lemma in _WISH_NOUN
            and (clause.nominal or tree.tokens[verb].tag in ("VB", "VBG"))
        ):
            return True
        if token.is_verb and token.lemma in _WISH and _reaches(tree, i, verb, clause):
            return True
    return False


def _reaches(tree: Tree, upper: int, verb: int, clause: Clause) -> bool:
    """Whether the wish governs the act itself, not merely reports it."""
    token = tree.tokens[upper]
    if (
        clause.nominal
        and tree.tokens[clause.trigger].head == upper
        and tree.tokens[clause.trigger].dep == "dobj"
    ):
        return token.lemma in _WISH_OF
    act = tree.tokens[verb]
    to = any(tree.tokens[k].tag == "TO" for k in tree.children(verb))
    if act.dep == "ccomp" and token.lemma in _SUBJUNCTIVE and act.tag in ("VB", "VBP"):
        return True
    return (
        to
        or (act.tag in ("VB", "VBG") and act.dep in ("xcomp", "pcomp"))
        or (act.tag == "VB" and act.dep == "ccomp")
    )


_REAL_WAR = words("start begin end break declare kill die fight perish")
_WISH_OF = words(
    "threaten plan consider risk fear propose offer prepare expect seek demand rule promise want weigh "
    "urge discuss"
)
_SUBJUNCTIVE = words("demand urge insist ask propose suggest order recommend request require")


def _vague_war(tree: Tree, clause: Clause) -> bool:
    """ "War" counts as a war only where a verb says that it began, was declared, ended or killed."""
    near = {tree.tokens[i].lemma for i in tree.above(clause.trigger) if tree.tokens[i].is_verb}
    return not near & _REAL_WAR


def speech(kind: str) -> bool:
    """Whether the kind is an act of words."""
    return kind in _SPEECH
