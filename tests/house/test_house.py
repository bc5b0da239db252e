"""The house's contracts, at run time: what is loaded, what is public, how large things grow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import detente

SOURCE = Path(detente.__file__).parent
EXAMPLE = Path(__file__).parents[2] / "examples/2022-11-03-korea.txt"
HEAVY = {"numpy", "scipy", "duckdb", "spacy", "jinja2"}


def loaded_by(*argv: str) -> set[str]:
    code = (
        "import sys\n"
        "from detente.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, text=True, check=True)
    return {line.split(".")[0] for line in done.stderr.splitlines()}


def test_help_loads_nothing_heavy() -> None:
    assert loaded_by("--help") & HEAVY == set()


def test_the_check_sees_a_heavy_module() -> None:
    assert "numpy" in loaded_by("forecast", "--pair", "GRC-TUR", "--as-of", "1996-01-31")


def test_an_answer_loads_no_scipy() -> None:
    assert "scipy" not in loaded_by("assess", str(EXAMPLE), "--no-model")


def functions() -> list[tuple[str, int]]:
    sizes = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                sizes.append((f"{path.name}:{node.name}", lines))
    return sizes


def test_functions_are_short() -> None:
    sizes = sorted(n for _, n in functions())
    assert sizes[len(sizes) // 2] <= 7
    assert sizes[int(0.95 * len(sizes))] <= 30
    assert [name for name, n in functions() if n > 50] == []


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_modules_are_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 350


def test_public_names_are_few_and_importable() -> None:
    assert len(detente.__all__) <= 15
    assert all(hasattr(detente, name) for name in detente.__all__)
