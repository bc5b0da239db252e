"""Word classes without a model: closed lists, the lexicon's verbs and nouns, endings and neighbours."""

import re

from detente.record.classes import CLASSES
from detente.record.lexicon import VERBS
from detente.record.nouns import NOUNS
from detente.record.numbers import words_to_int
from detente.record.wordlist import words
from detente.record.words import IRREGULAR, lemma

_SPLIT = re.compile(
    r"\d[\d.,:]*\d|[A-Za-z]\.(?:[A-Za-z]\.)+|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|"
    r"\w+(?:-\w+)*|[^\w\s]"
)
CLOSED = {
    "DT": (
        "the a an this that these those no any some each every both all either neither another such many "
        "few several much most more less"
    ),
    "IN": (
        "of for in on at by with from into over under against after before between through during toward "
        "towards across near off around about within without along above below behind beyond among amid "
        "outside inside beside upon onto despite via per like until except aboard"
    ),
    "MD": "will would can could may might must shall should 'll 'd",
    "CC": "and or but nor yet",
    "PRP": "it he she they we i you him them us me itself themselves himself who whom",
    "PRP$": "its his her their our my your",
    "WDT": "which that who whom whose",
    "TO": "to",
    "RB": (
        "not n't never also still again already soon then now there here very so too only just even back "
        "away together ahead up down out ever later earlier once twice almost nearly yet instead later "
        "meanwhile however apart home ashore alive overnight yesterday today tomorrow"
    ),
    "SC": "if unless whether because although though while as since when where than lest how why",
    "AUX": "be have do is are was were been being am has had having does did done 's 've 're",
    "SAY": (
        "say tell report announce claim deny add insist warn believe think know state admit affirm "
        "assert explain demand urge propose order fear hope write suggest argue repeat show recall note "
        "maintain confirm declare stress vow "
        "promise"
    ),
}
_CLASS = {word: tag for tag, words in reversed(CLOSED.items()) for word in words.split()}
_COMMON = words(
    "say tell go come make give take see find become begin keep let start lead run want need seem "
    "try help show stand lose pay meet include continue set learn change watch follow stop create "
    "speak read allow add spend grow open walk win offer remember consider appear buy wait serve die "
    "send expect build stay fall cut reach remain suggest raise pass sell require report decide pull "
    "believe think know deny insist admit announce describe write explain refer lie rise bring hold "
    "turn leave put mean happen move live ask work feel call get use lay draw spot notice carry "
    "discover pledge wound injure hurt warn vow mass damage burn escape flee hide claim state order "
    "approve vote host arrive depart prepare plan want seek wish hope fear consist date cost respond "
    "reply answer retaliate act react"
)
_NOT_VERB = words(
    "united armed so-called alleged hundred sacred red bed speed led shed need feed seed morning "
    "evening nothing something anything everything king wing ring string spring being building beijing "
    "during meeting talks war wars truce armistice summit missile missiles rocket border forces force "
    "troops minister ministry fighting"
)


def _lemmas(table: str) -> frozenset[str]:
    return frozenset(word for line in table.strip().splitlines() for word in line.split("|")[1].split())


VERB_LEMMAS = _lemmas(VERBS) | frozenset(_COMMON)
NOUN_LEMMAS = _lemmas(NOUNS)
_THINGS = frozenset().union(
    *(CLASSES[name] for name in ("MISSILE", "SHELL", "SHIP", "TROOPS", "WEAPON", "PERSON"))
)
_BEFORE_NOUN = frozenset(("DT", "PRP$", "JJ", "POS", "CD", "IN"))


def split_words(text: str) -> list[tuple[int, str]]:
    """Words and marks of a sentence with their offsets; clitics stand alone."""
    return [(match.start(), match[0]) for match in _SPLIT.finditer(text)]


_HEDGES = frozenset(
    (
        ("at", "least"),
        ("at", "most"),
        ("more", "than"),
        ("less", "than"),
        ("fewer", "than"),
        ("up", "to"),
        ("close", "to"),
    )
)


def tag_words(words: list[str]) -> list[str]:
    """A Penn-like tag a word; subordinators are SC, auxiliaries keep their verb tag with an A before it."""
    tags: list[str] = []
    for i, word in enumerate(words):
        tags.append(_tag(word, i, words, tags))
    for i in range(len(words) - 2):
        if (words[i].lower(), words[i + 1].lower()) in _HEDGES and tags[i + 2] in ("CD", "DT"):
            tags[i] = tags[i + 1] = "RB"
    return tags


def _tag(word: str, i: int, words: list[str], tags: list[str]) -> str:
    low = word.lower()
    previous = tags[-1] if tags else ""
    following = words[i + 1].lower() if i + 1 < len(words) else ""
    if not word[0].isalnum() and low not in _CLASS:
        return "." if not word.startswith(("'", "’")) else "POS"
    if low in ("'s", "’s"):
        return "AVBZ" if previous == "PRP" else "POS"
    if low in _CLASS:
        return _closed(low, previous, following, words, i)
    if word[0].isdigit() or words_to_int(low.split("-")[0]) is not None:
        return "CD"
    return _open(word, low, previous, following, words, i)


def _closed(low: str, previous: str, following: str, words: list[str], i: int) -> str:
    tag = _CLASS[low]
    if tag == "AUX":
        return "AVB" + (
            "Z" if low in ("is", "are", "has", "does") else "G" if low in ("being", "having") else "D"
        )
    if low == "that":
        return "WDT" if previous.startswith("NN") else "SC" if previous.startswith(("V", ".", "RB")) else "DT"
    if low in ("who", "whom", "which", "whose"):
        return "WDT"
    if low in ("before", "after", "until", "as", "since") and _clause_ahead(words, i):
        return "SC"
    if low in ("since", "as", "than"):
        return "IN"
    return tag if low != "her" or following else "PRP"


def _clause_ahead(words: list[str], i: int) -> bool:
    """Whether a finite verb follows within seven words and before a comma."""
    for word in words[i + 1 : i + 8]:
        if word in (",", ";"):
            return False
        low = word.lower()
        if _CLASS.get(low) in ("AUX", "MD") or (low.endswith("ed") and low not in _NOT_VERB):
            return True
        if (
            low in IRREGULAR
            and IRREGULAR[low] != low
            and IRREGULAR[low] in VERB_LEMMAS
            and not low.endswith("s")
        ):
            return not low.endswith("ing")
    return False


def _open(word: str, low: str, previous: str, following: str, words: list[str], i: int) -> str:
    base = lemma(word)
    capital = word[0].isupper() and i > 0
    if capital or low in _NOT_VERB or (base not in VERB_LEMMAS and not low.endswith(("ed", "ing"))):
        return "NNP" if capital else _noun_or_adjective(low, previous)
    past = low != base and not low.endswith(("s", "ing", "ed"))
    if previous in ("DT", "PRP$", "POS") or (
        previous in ("JJ", "CD") and not low.endswith("ed") and not past
    ):
        return _participle_or_noun(low, following)
    if low.endswith("ing"):
        return "VBG" if base in VERB_LEMMAS or previous.startswith("A") else "NN"
    if low != base and not low.endswith("s"):
        return (
            "VBN" if previous.startswith("A") or (previous == "RB" and _passive_ahead(following)) else "VBD"
        )
    return _base_form(low, base, previous, words[i - 1].lower() if i else "", following)


def _participle_or_noun(low: str, following: str) -> str:
    if low.endswith(("ed", "ing")) and not _closes(following):
        return "JJ"
    return "NNS" if low.endswith("s") else "NN"


def _closes(following: str) -> bool:
    return not following or not following[0].isalpha() or following in _CLASS


def _passive_ahead(following: str) -> bool:
    return following == "by"


def _base_form(low: str, base: str, previous: str, before: str, following: str) -> str:
    if before in ("not", "n't", "n’t", "never") and low == base:
        return "VB"
    if previous == "NNP" and low.endswith("s") and low != base and following in _OPENS_OBJECT:
        return "VBZ"
    if previous in ("TO", "MD") or (previous == "RB" and low == base and base not in NOUN_LEMMAS):
        return "VB"
    if (
        low == base
        and IRREGULAR.get(low) == low
        and low in _SAME
        and previous.startswith(("NN", "PRP", "CC"))
    ):
        return "VBD"
    if previous in ("WDT", "PRP") and low.endswith("s"):
        return "VBZ"
    noun = base in NOUN_LEMMAS or base in _THINGS
    if previous in (*_BEFORE_NOUN, "CD") or noun or previous == "":
        return "NNS" if low.endswith("s") and low != base else "NN"
    if previous.startswith(("NN", "PRP", "WDT", "CC", ".", "RB")):
        return "VBZ" if low.endswith("s") else "VBP"
    return "NN"


_OPENS_OBJECT = frozenset(("the", "a", "an", "its", "his", "their", "two", "three", "no", "any", "all"))
_SAME = words("cut put set hit shut let beat cost hurt split")
_ADJECTIVE = re.compile(r"(?:ous|ful|ive|able|ible|ical|ish|less|ary|ern|ese|ian|ial|ual|ant|ent)$")


def _noun_or_adjective(low: str, previous: str) -> str:
    if low.endswith("ly"):
        return "RB"
    if low.endswith("ed") and previous.startswith("A"):
        return "VBN"
    if low.endswith("ed") and previous.startswith(("NN", "PRP", "CC", "WDT", "RB")):
        return "VBD"
    if _ADJECTIVE.search(low) and not low.endswith(("president", "agent", "incident", "government")):
        return "JJ"
    return "NNS" if low.endswith("s") and not low.endswith("ss") else "NN"
