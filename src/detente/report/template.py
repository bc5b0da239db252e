"""Pages of one file: how their templates are read, and the policy that lets nothing run or load."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from detente.report.draw import clean

HERE = Path(__file__).parent


def compiled(name: str, filters: Mapping[str, Callable[..., Any]]) -> Template:
    """A template of this folder; every word put into it is cleaned and escaped."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    return environment.get_template(name)


def _finalized(value: Any) -> Any:
    """Every text that enters the page is cleaned; what is marked as HTML is our own and stays."""
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def style(*names: str) -> str:
    """The style sheets of this folder, one after the other."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in names)


def policy(css: str) -> str:
    """A page's own Content-Security-Policy: its one style sheet by hash, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
