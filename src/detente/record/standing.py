"""Standing facts that the text states: an armistice, an umbrella, nuclear weapons, a dispute over land."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from detente.record.dispatch import Dispatch
from detente.record.gazetteer import Mention
from detente.world.actor import Dyad
from detente.world.facts import Fact

_MUTUAL = (
    "armistice",
    "no_peace_treaty",
    "peace_treaty",
    "alliance",
    "recognition_dispute",
    "territorial_dispute",
    "no_relations",
)
_RULES = tuple(
    (fact, re.compile(pattern, re.IGNORECASE))
    for fact, pattern in (
        ("no_peace_treaty", (
            r"\b(?:without ever|never|no|not|without)\b[^.;]{0,40}\bpeace (?:treaty|accord)\b|"
            r"\btechnically (?:still )?at war\b|\bno peace treaty\b"
        )),
        ("armistice", r"\barmistice\b|\btruce since\b|\bended (?:with|in) a truce\b"),
        ("nuclear_weapons", (
            r"\b(?:in possession of|possess(?:es)?|has|have|armed with|owns?) (?:the |an? |"
            r"its own )?(?:atomic|nuclear) (?:weapon|bomb|arms|arsenal)\w*|\bnuclear[- ]armed\b|"
            r"\bnuclear (?:power|weapons? state)s?\b"
        )),
        ("nuclear_umbrella", r"\bnuclear umbrella\b|\bextended deterrence\b"),
        ("alliance", (
            r"\b(?:treaty|military|defen[cs]e) (?:ally|allies|alliance|pact|treaty)\b|"
            r"\baccord of defen[cs]e\b|\bmutual defen[cs]e\b|\bmembers? of NATO\b"
        )),
        ("recognition_dispute", r"\b(?:does|do|did|has|have) not recogni[sz]e\b|\bnever recogni[sz]ed\b"),
        ("no_relations", (
            r"\b(?:have|has|had) no (?:diplomatic )?(?:relations|ties)\b|\bno diplomatic (?:relations|"
            r"ties)\b"
        )),
        ("territorial_dispute", (
            r"\b(?:both claim|each side claims|claimed by both|disputed (?:islands?|territory|border|"
            r"region|waters)|dispute themselves)\b|\bhas claimed (?:them|it) since\b"
        )),
        ("peace_treaty", (
            r"\b(?:signed|concluded|under|by) (?:a|the|their)(?: \d{4})? peace treaty\b|"
            r"\bpeace treaty (?:of|in) \d{4}\b"
        )),
    )
)  # fmt: skip


def stated_facts(
    dispatch: Dispatch,
    spans: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    pair: Dyad | None,
    known: Sequence[Fact],
) -> tuple[Fact, ...]:
    """The standing facts of the text, each once, and whether our tables agree."""
    found: dict[tuple[str, str, str | None], Fact] = {}
    for start, end in spans:
        for fact in _in_sentence(dispatch.text, start, end, mentions, pair):
            found.setdefault((fact.fact, fact.a, fact.b), fact)
    return tuple(_checked(fact, known, dispatch.day) for fact in found.values())


def _in_sentence(
    text: str, start: int, end: int, mentions: Sequence[Mention], pair: Dyad | None
) -> Iterator[Fact]:
    for fact, pattern in _RULES:
        match = pattern.search(text, start, end)
        if match is None:
            continue
        if fact == "armistice" and re.search(
            r"\b(?:propos|offer|talk|call)\w* ", text[start : match.start()]
        ):
            continue
        yield from _facts(fact, match, _near(mentions, start, end), pair)


def _near(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The states named in a sentence; mentions stand in order of place."""
    first, last = (bisect_left(mentions, place, key=lambda m: m.start) for place in (start, end))
    return [m for m in mentions[first:last] if len(m.codes) == 1 and not m.codes[0].startswith("IGO:")]


def _facts(fact: str, match: re.Match[str], near: list[Mention], pair: Dyad | None) -> Iterator[Fact]:
    codes = list(dict.fromkeys(m.codes[0] for m in near))
    if fact == "nuclear_umbrella":
        yield from _umbrella(match, codes, pair)
    elif fact in _MUTUAL:
        two = codes[:2] if len(codes) >= 2 else [] if pair is None else [pair.a, pair.b]
        if fact in ("armistice", "no_peace_treaty") and pair is not None:
            two = [pair.a, pair.b]
        if len(two) == 2:
            dyad = Dyad.of(*two)
            yield Fact(fact, dyad.a, dyad.b, stated=match.span())
    else:
        owner = min(near, key=lambda m: abs(m.end - match.start()), default=None)
        if owner is not None:
            yield Fact(fact, owner.codes[0], stated=match.span())


def _umbrella(match: re.Match[str], codes: list[str], pair: Dyad | None) -> Iterator[Fact]:
    """The protector is the state named with the umbrella, the protected one another that is named."""
    protector = "USA" if "USA" in codes else codes[-1] if codes else None
    others = [code for code in codes if code != protector]
    protected = others[-1] if others else None
    if (
        pair is not None
        and protected in pair
        and protected is not None
        and re.search(r"other", match.string[max(0, match.start() - 60) : match.start()])
    ):
        protected = pair.other(protected)
    if protector and protected and protector != protected:
        yield Fact("nuclear_umbrella", protected, protector, stated=match.span())


def _checked(fact: Fact, known: Sequence[Fact], day: date | None) -> Fact:
    """The fact with `agrees`: whether a table says so on the day; None if the tables do not know it."""
    same = [k for k in known if k.fact == fact.fact and {k.a, k.b} == {fact.a, fact.b}]
    if not same:
        return fact
    agrees = day is None or any(k.valid_on(day) for k in same)
    best = next((k for k in same if day is None or k.valid_on(day)), same[0])
    return Fact(
        fact.fact, fact.a, fact.b, best.since, best.until, best.detail, best.sources, fact.stated, agrees
    )
