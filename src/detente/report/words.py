"""Parts of an assessment in plain English, the same for the terminal and for HTML."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from detente.report.phrases import PHRASES, counted
from detente.world.assessment import Assessment
from detente.world.estimate import Estimate, frequency
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.motives import Motives
from detente.world.whatif import WhatIf
from detente.world.when import When

STATUS = {"historical": "earlier", "hypothetical": "possible", "denied": "denied", "actual": ""}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
CODE = re.compile(r"\b[A-Z]{3}\b")


def safe(text: str) -> str:
    """Text of others without control characters, which could drive a terminal or turn a line around."""
    return CONTROL.sub(" ", text)


def day(text: str | None, *, year: bool = True) -> str:
    """ "2 November 2022", "November 2022" or "2022"; "undated" for None."""
    if text is None:
        return "undated"
    when = When.parse(text)
    if when.precision == "year":
        return str(when.start.year)
    month = f"{when.start:%B}" if year else f"{when.start:%b}"
    rest = f"{month} {when.start.year}" if year else month
    return rest if when.precision == "month" else f"{when.start.day} {rest}"


def short_day(text: str | None, as_of: str) -> str:
    """The day without its year where that is the year of the answer."""
    if text is None:
        return "undated"
    same = len(text) == 10 and text[:4] == as_of[:4]
    return (
        day(text, year=False) if same else text if len(text) < 10 else f"{day(text, year=False)} {text[:4]}"
    )


def name(assessment: Assessment, code: str | None) -> str:
    """A state's name on the day; the code without its prefix where we have none."""
    if not code:
        return "nobody named"
    return assessment.names.get(code, code.removeprefix("IGO:"))


def title(assessment: Assessment) -> str:
    """ "North Korea - South Korea, as of 3 November 2022"."""
    one, other = (name(assessment, code) for code in _leading(assessment))
    return f"{one} - {other}, as of {day(assessment.as_of)}"


def _leading(assessment: Assessment) -> tuple[str, str]:
    """The pair, the acting state first."""
    pair = assessment.pair
    return (pair[1], pair[0]) if assessment.motive.actor == pair[1] else pair


def deed(assessment: Assessment, event: Event) -> str:
    """ "North Korea launched 23 missiles", with the answer and its doubts said."""
    doer = name(assessment, event.source) if event.source else "Somebody"
    phrase = PHRASES.get(event.kind, event.kind.replace("_", " "))
    phrase = re.sub(r"\{n:(\w+)\}", lambda m: counted(m[1], event.count, event.count_qualifier), phrase)
    other = name(assessment, event.target) if event.target else "the other side"
    text = f"{doer} {phrase.replace('{t}', other)}"
    if event.deaths:
        text += f"; {event.deaths} killed"
    return text + _doubts(assessment, event)


def _doubts(assessment: Assessment, event: Event) -> str:
    text = ", in answer to that" if event.answers_to is not None and event.status == "actual" else ""
    if event.disputed:
        text += (
            f" (disputed; says {name(assessment, event.claimed_by)})" if event.claimed_by else " (disputed)"
        )
    word = STATUS[event.status]
    return text + (f" [{word}]" if word else "")


def headline(estimate: Estimate, *, usual: bool) -> str:
    """ "about 1 in 150 (1 in 1,000 to 1 in 40); usual for this pair 1 in 170. Very unlikely."."""
    bounds = f"{frequency(estimate.low) if estimate.low > 0 else 'less'} to {frequency(estimate.high)}"
    base = f"; usual for this pair {frequency(estimate.base_rate)}" if usual else ""
    return f"about {frequency(estimate.p)} ({bounds}){base}. {estimate.words.capitalize()}."


def standing(assessment: Assessment) -> list[str]:
    """The standing facts, each once, those that the dispatch states first."""
    facts = sorted(assessment.record.facts, key=lambda f: f.stated is None)
    return list(dict.fromkeys(stands(assessment.names, f) for f in facts))


def stands(names: Mapping[str, str], fact: Fact) -> str:
    """A standing fact in words, and whether dispatch and tables agree on it; `names` by state code."""
    a = names.get(fact.a, fact.a)
    b = names.get(fact.b, fact.b) if fact.b else ""
    since = f" since {fact.since[:4]}" if fact.since else ""
    texts = {
        "armistice": f"armistice between {a} and {b}{since}",
        "no_peace_treaty": f"no peace treaty between {a} and {b}",
        "peace_treaty": f"peace treaty between {a} and {b}{since}",
        "nuclear_weapons": f"{a} nuclear{since}",
        "nuclear_umbrella": f"{a} under the nuclear umbrella of {b}",
        "alliance": f"{a} and {b} allied{since}",
        "recognition_dispute": f"recognition disputed between {' and '.join(sorted((a, b)))}",
        "territorial_dispute": f"{a} and {b} dispute {fact.detail or 'land'}",
        "no_relations": f"no relations between {a} and {b}",
        "major_power": f"{a} a major power",
    }
    text = texts.get(fact.fact, f"{fact.fact.replace('_', ' ')}: {a} {b}".strip())
    said = {
        True: " (the dispatch says so, our tables agree)",
        False: " (THE DISPATCH AND OUR TABLES DISAGREE)",
    }
    return text + (said.get(fact.agrees, "") if fact.agrees is not None else "")


def percent(p: float) -> str:
    """A probability as a percentage of two significant digits."""
    value = 100 * p
    if value >= 99.5:
        return ">99 %"
    return f"{value:.0f} %" if value >= 10 else f"{value:.2g} %" if value >= 0.1 else f"{value:.1g} %"


def span_of_days(start: str, end: str) -> str:
    """The days of an episode."""
    return day(start) if start == end else f"{day(start)} to {day(end)}"


def today(assessment: Assessment) -> date:
    """The as-of day."""
    return date.fromisoformat(assessment.as_of)


def within(days: int) -> str:
    """ "a year" or "in 90 days"."""
    return "a year" if days == 365 else f"in {days} days"


def rate(per_year: float) -> str:
    """A yearly rate: a percentage when rare, times a year when not."""
    return percent(per_year) if per_year < 0.5 else f"{per_year:.1f} times"


def readable(assessment: Assessment) -> Assessment:
    """The assessment with names in place of state codes in what the rooms say in prose."""

    def named(text: str) -> str:
        return CODE.sub(lambda match: assessment.names.get(match[0], match[0]), text)

    runaway = assessment.runaway
    cascade = replace(runaway.cascade, note=named(runaway.cascade.note))
    analogues = tuple(
        replace(a, alike=tuple(map(named, a.alike)), unlike=tuple(map(named, a.unlike)))
        for a in assessment.scenario.analogues
    )
    return replace(
        assessment,
        scenario=replace(assessment.scenario, analogues=analogues),
        motive=_named_motives(assessment.motive, named),
        runaway=replace(runaway, what_if=_named_steps(runaway.what_if, named), cascade=cascade),
    )


def _named_motives(motive: Motives, named: Callable[[str], str]) -> Motives:
    """The fourth answer with names in its sentences."""
    deal = motive.deal
    return replace(
        motive,
        weights=tuple(replace(m, predicts=named(m.predicts), found=named(m.found)) for m in motive.weights),
        deal=replace(
            deal,
            summary=named(deal.summary),
            reasons=tuple(map(named, deal.reasons)),
            conditions=tuple(replace(c, sentence=named(c.sentence)) for c in deal.conditions),
            hope=tuple(replace(h, why=named(h.why)) for h in deal.hope),
        ),
        profile=tuple(
            replace(line, trait=named(line.trait), value=named(line.value)) for line in motive.profile
        ),
        separations=tuple(replace(s, observation=named(s.observation)) for s in motive.separations),
        what_if=_named_steps(motive.what_if, named),
        notes=tuple(map(named, motive.notes)),
    )


def _named_steps(steps: tuple[WhatIf, ...], named: Callable[[str], str]) -> tuple[WhatIf, ...]:
    return tuple(
        replace(w, policy=named(w.policy), effect=named(w.effect), assumed=named(w.assumed)) for w in steps
    )


def multiple(ratio: float) -> str:
    """A ratio to two digits, or to two decimals about 1, where the second digit would hide a change."""
    if ratio >= 10:
        return f"{ratio:,.0f}"
    return f"{ratio:.2f}" if 0.1 <= ratio < 2 else f"{ratio:.2g}"
