"""The brief as one offline HTML file: no script, nothing loaded, every word of others escaped."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from detente.report import draw_tables, draw_words, words
from detente.report.draw import clean
from detente.report.draw_figures import figures
from detente.report.draw_marks import SHORT
from detente.report.terminal import TITLES
from detente.world.assessment import Assessment
from detente.world.ladder import LADDER

HERE = Path(__file__).parent
FILTERS = {
    "span": draw_words.span,
    "percent": words.percent,
    "chance": draw_words.chance,
    "interval": draw_words.interval,
    "day": draw_words.day,
    "proof": draw_words.proof,
    "times": draw_words.times,
    "multiple": draw_words.multiple,
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
        traits=draw_tables.traits(assessment),
        tests=draw_tables.tests(assessment),
        tally=draw_tables.tally(list(assessment.provenance.cards)),
        name=lambda code: words.name(assessment, code),
        deed=lambda event: words.deed(assessment, event),
        days=draw_words.days,
    )


def _compiled() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    return environment.get_template("brief.html.jinja")


def _finalized(value: Any) -> Any:
    """Every text that enters the page is cleaned; what is marked as HTML is our own and stays."""
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _policy(css: str) -> str:
    """The page's own Content-Security-Policy: its one style sheet by hash, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


# Made once, when the first page is asked for: this module is imported by nothing else.
CSS = (HERE / "brief.css").read_text(encoding="utf-8")
POLICY = _policy(CSS)
TEMPLATE = _compiled()
