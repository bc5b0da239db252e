"""The brief as one offline HTML file: no script, nothing loaded, every word of others escaped."""

from collections.abc import Callable
from typing import Any

from detente.report import draw_runaway_words, draw_tables, draw_words, motive_words, scenario_words, words
from detente.report.draw_figures import figures
from detente.report.draw_marks import SHORT
from detente.report.forecast_rows import HOW_FAR
from detente.report.reading import inferred
from detente.report.template import compiled, policy, style
from detente.report.terminal import TITLES
from detente.report.what_if_words import reached, trade_offs, what_ifs
from detente.world.assessment import Assessment
from detente.world.ladder import LADDER

FILTERS: dict[str, Callable[..., Any]] = {
    "span": draw_words.span,
    "percent": words.percent,
    "chance": draw_words.chance,
    "within": words.within,
    "interval": draw_words.interval,
    "day": draw_words.day,
    "proof": draw_words.proof,
    "times": draw_words.times,
    "multiple": draw_words.multiple,
    "ratio_of": draw_runaway_words.ratio_of,
    "lasting_in": draw_runaway_words.lasting_in,
    "share": draw_runaway_words.share,
    "reached": reached,
}


def page(assessment: Assessment) -> str:
    """The whole brief as one HTML document; the same assessment gives the same bytes."""
    assessment = words.readable(assessment)
    return TEMPLATE.render(
        a=assessment,
        css=CSS,
        policy=POLICY,
        ladder=LADDER,
        short=SHORT,
        titles=TITLES,
        targets=draw_words.TARGETS,
        finding=draw_words.findings(assessment),
        weak=draw_words.weak(assessment),
        figure=figures(assessment),
        standing=words.standing(assessment),
        leading=draw_words.leading(assessment),
        rates=draw_tables.rates(assessment),
        how_far=HOW_FAR,
        traits=draw_tables.traits(assessment),
        tests=draw_tables.tests(assessment),
        checks=draw_runaway_words.checks(assessment.runaway),
        tabled=draw_runaway_words.tabled(assessment),
        undrawn=draw_runaway_words.undrawn(assessment.runaway),
        tally=draw_tables.tally(list(assessment.provenance.cards)),
        name=lambda code: words.name(assessment, code),
        deed=lambda event: words.deed(assessment, event),
        days=draw_words.days,
        seen=scenario_words,
        why=motive_words,
        what_ifs=what_ifs(assessment),
        trades=trade_offs(assessment),
        inferred=inferred,
    )


# Made once, when the first page is asked for: this module is imported by nothing else.
CSS = style("brief.css")
POLICY = policy(CSS)
TEMPLATE = compiled("brief.html.jinja", FILTERS)
