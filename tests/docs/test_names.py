"""Every name that a user can meet stands on its page: error codes, kinds, rungs, JSON fields, options."""

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click
import pytest

from detente.cli import COMMANDS, cli
from detente.world import errors
from detente.world.assessment import Assessment
from detente.world.kinds import KINDS
from detente.world.ladder import LADDER

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs/reference"
CLASSES = frozenset(
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.DetenteError)
)


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def named_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of the error classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES:
            yield node


def codes_of(tree: ast.AST) -> Iterator[str]:
    for call in named_calls(tree):
        if call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)


def raised_codes() -> frozenset[str]:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    return frozenset(code for source in sources for code in codes_of(ast.parse(source)))


def parts(value: Any) -> Iterator[type]:
    """The dataclasses in a type, and in the types of their fields."""
    if isinstance(value, type) and is_dataclass(value):
        yield value
        for inner in get_type_hints(value).values():
            yield from parts(inner)
    for inner in get_args(value):
        yield from parts(inner)


def described(name: str, text: str) -> bool:
    """Whether a table of the page says it, alone or at the end of a path like `forecast.p`."""
    return f"`{name}`" in text or f".{name}`" in text


def options() -> Iterator[tuple[str, str]]:
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        for parameter in command.params:
            yield from ((name, text) for text in parameter.opts if text.startswith("--"))


def test_error_codes_are_found() -> None:
    assert {"no-date", "thin-record", "segment-damaged", "archive-unwritable"} <= raised_codes()


def test_every_error_code_is_documented() -> None:
    text = page("errors.md")
    assert sorted(code for code in raised_codes() if f"`{code}`" not in text) == []


def test_every_error_class_is_documented() -> None:
    text = page("errors.md")
    assert sorted(name for name in CLASSES if name not in text) == []


def test_every_kind_is_documented_with_its_codes() -> None:
    text = page("ladder-and-kinds.md")
    rows = {
        kind.name: f"| `{kind.name}` | {kind.plover or '-'} | {kind.cameo or '-'} | {kind.rung} |"
        for kind in KINDS.values()
    }
    assert [name for name, row in rows.items() if row not in text] == []


def test_every_rung_is_documented() -> None:
    text = page("ladder-and-kinds.md")
    assert [rung.name for rung in LADDER if f"| {rung.level} | {rung.name} |" not in text] == []


@pytest.mark.parametrize("kind", sorted(set(parts(Assessment)), key=repr))
def test_every_field_is_documented(kind: type) -> None:
    assert is_dataclass(kind)
    text = "".join(map(page, ("json.md", "json-scenario.md", "json-motive.md")))
    assert [field.name for field in fields(kind) if not described(field.name, text)] == []


@pytest.mark.parametrize(("command", "option"), sorted(set(options())))
def test_every_option_is_documented(command: str, option: str) -> None:
    pages = page("command-line.md") + page("command-line-game.md")
    shared, *sections = pages.split("\n## detente ")
    own = " ".join(next(text for text in sections if text.split()[0] == command).split())
    assert option in own or (option in shared and "as `forecast`" in own)


def test_every_page_is_short() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")}
    assert [str(path) for path, text in pages.items() if text.count("\n") > 250] == []
