"""Word forms of English: lemmas by a table of irregular forms and suffix rules; no model."""

import re
from functools import lru_cache

from detente.record.classes import CLASSES
from detente.record.lexicon import VERBS
from detente.record.nouns import NOUNS
from detente.record.wordlist import words

_IRREGULAR = """
be am is are was were been being 's|have has had having|do does did done doing|go goes went gone|
say said|tell told|shoot shot|fight fought|strike struck stricken|hit hitting|bring brought|
break broke broken|begin began begun|sink sank sunk|fly flew flown flies|fall fell fallen|
rise rose risen|take took taken|give gave given gives|make made|send sent|hold held|meet met|
leave left leaves|lose lost|kill killed killing|withdraw withdrew withdrawn|drive drove driven|
draw drew drawn|overrun overran|run ran|overthrow overthrew overthrown|throw threw thrown|
blow blew blown|seek sought|forbid forbade forbidden|forgive forgave|shut shutting|cut cutting|
put putting|set setting|let letting|keep kept|seize seized|sign signed|agree agreed|free freed|
flee fled|build built|spend spent|lend lent|find found|bind bound|see saw seen|speak spoke spoken|
steal stole stolen|write wrote written|ride rode ridden|stand stood|understand understood|think thought|
buy bought|catch caught|teach taught|feel felt|deal dealt|mean meant|lead led|feed fed|bleed bled|
come came|become became|overcome overcame|tow towed|freeze froze frozen|choose chose chosen|
forget forgot forgotten|get got gotten getting|win won winning|dig dug|sit sat|lay laid|pay paid|
undertake undertook undertaken|undergo underwent undergone|tie tied|tear tore torn|swear swore sworn|
wear wore worn|die died dying dies|lie lied lying lies|dispute disputed|retake retook retaken|
overfly overflew overflown|man men|woman women|gunman gunmen|airman airmen|serviceman servicemen|
fisherman fishermen|policeman policemen|guardsman guardsmen|crewman crewmen|rifleman riflemen|
spokesman spokesmen|knife knives|life lives|half halves|child children|foot feet|crisis crises|
ally allies allied|aircraft aircrafts|troop troops|series|corps|headquarters|species|shot shots|
torpedo torpedoes torpedoed|veto vetoes vetoed|embargo embargoes embargoed|echo echoes echoed|
hero heroes|panic panicked|frogman frogmen|infantryman infantrymen|marine marines|refuse refused|
accuse accused|release released|cease ceased|close closed|raise raised|impose imposed|oppose opposed|
propose proposed|expel expelled expelling|repel repelled repelling|shell shelled shelling shells|
travel travelled traveled travelling|cancel cancelled canceled cancelling canceling|
patrol patrolled patrolling|control controlled|ram rammed ramming|bomb bombed bombing bombs|
annul annulled|fire fired firing fires|exchange exchanged exchanging exchanges|mass massed massing|
pass passed passing|cross crossed crossing crosses|press pressed pressing|
clash clashed clashing clashes|hostage hostages|launch launched launching launches|breach breached|
storm stormed|raid raided|warn warned|threaten threatened|scramble scrambled scrambling|
violate violated|escalate escalated|retaliate retaliated|provoke provoked|evacuate evacuated|
invade invaded|drown drowned|beat beaten|ignore ignored|restore restored|explode exploded exploding|
deplore deplored|use used using uses|capture captured|torture tortured|ambush ambushed|
test tested testing tests|grieve grieved|wound wounded|round rounds|missile missiles|rifle rifles|
vehicle vehicles|battle battles battled|cable cables|base bases based|case cases|house houses|
exercise exercises exercised exercising|purpose purposes|license licenses|course courses|horse horses|
phrase phrases|promise promises promised|service services|force forces forced forcing|
defence defence defense|defense|defend defended|office offices|device devices|province provinces|
place places placed|police|face faces faced|race races|surface surfaces|price prices|peace|
announce announced announces announcing|reinforce reinforced|denounce denounced denounces denouncing|
renounce renounced|notice noticed|surveillance|airspace|range ranges ranged|
pledge pledged pledges pledging|charge charged charges|damage damaged|urge urged urges urging|
siege sieges|besiege besieged besieging|change changed|village villages|bridge bridges|judge judged|
engage engaged|sabotage sabotaged|hijack hijacked|massacre massacred|fortify fortified|
occupy occupied occupies occupying|deny denied denies denying|deploy deployed deploys|
apologise apologised apologize apologized apologises apologizes|
mobilise mobilised mobilize mobilized mobilising mobilizing|
recognise recognised recognize recognized recognises recognizes|
criticise criticised criticize criticized|condemn condemned|authorise authorised authorize authorized|
normalise normalised normalize normalized|neutralise neutralised neutralize neutralized|
demilitarise demilitarised
"""


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in _IRREGULAR.replace("\n", "").split("|"):
        forms = group.split()
        for form in forms:
            table.setdefault(form, forms[0])
    for lemma in {lemma for lemma in table.values() if lemma.isalpha() and len(lemma) > 3}:
        table.setdefault(lemma + "s", lemma)
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        table.setdefault(stem + "ing", lemma)
    return table


IRREGULAR = _table()
_SPELL = {"defense": "defence", "offense": "offence", "apologize": "apologise", "mobilize": "mobilise"}
_SPELL |= {"recognize": "recognise", "criticize": "criticise", "authorize": "authorise"}
_SPELL |= {"normalize": "normalise", "neutralize": "neutralise"}
_E_ENDINGS = re.compile(
    r"(?:[aeiou][bcdgkmpstvz]|[^aeiou]l|[dlr]g|nc|rc|rs|rv|lv|ns|st[ae]bl|[aeiou]r|u|at|it|ut|iz|is)$"
)
_NO_E = re.compile(
    r"(?:[aeiou]{2}[bcdfgklmnprt]|[^aeiou]{2,}|er|or|en|on|in|al|el|il|ol|it|om|et|op|ow|ay|oy|ey|"
    r"ish|ess|as|ack|us)$"
)


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """The base forms that the lexicons use."""
    found: set[str] = set()
    for row in (*VERBS.strip().splitlines(), *NOUNS.strip().splitlines()):
        found |= set(row.split("|")[1].split())
    return frozenset(word for word in found | set().union(*CLASSES.values()) if len(word) > 2)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The base form of a word in small letters ("fired" -> "fire", "batteries" -> "battery")."""
    low = word.lower().replace("’", "'")
    form = IRREGULAR.get(low)
    if form is None:
        form = _regular(low) if low.isalpha() and len(low) > 3 else low
    return _SPELL.get(form, form)


def _regular(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return IRREGULAR.get(low[:-1], low[:-1])
    if low.endswith("ied") and len(low) > 4:
        return low[:-3] + "y"
    for suffix in ("ed", "ing"):
        if (
            low.endswith(suffix)
            and len(low) - len(suffix) >= 3
            and re.search("[aeiouy]", low[: -len(suffix)])
        ):
            return _restore(low[: -len(suffix)])
    return low


def _restore(stem: str) -> str:
    for form in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem):
        if form in known():
            return form
    if stem in _E_LESS:
        return stem
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "slfz":
        return stem[:-1]
    if stem.endswith(("ss", "ll", "ff", "zz", "w", "x", "y", "h", "k")) or _NO_E.search(stem):
        return stem + "e" if _NEEDS_E.search(stem) else stem
    return stem + "e" if _E_ENDINGS.search(stem) else stem


_E_LESS = words(
    "target budget visit permit limit audit edit benefit assist insist resist shift sail detain remain "
    "retain contain maintain obtain explain complain train strain board guard award record demand "
    "command land reward regard hand stand attend suspend defend spend intend condemn jam arm harm "
    "disarm alarm form inform perform reform confirm affirm term claim proclaim exclaim reclaim aim "
    "plan ban man gun abandon summon reason position station mention condition question sanction "
    "function cut shot unit kidnap airlift"
)
_NEEDS_E = re.compile(
    r"(?:nc|rc|rs|rv|lv|ns|dg|rg|[bcdfgkpt]l|iat|uat|eat|oat|reas|leas|eav|iev|eiv|eez|ous|aus|ois"
    r"|ais|niz|liz|riz|[aeiou]v)$"
)
