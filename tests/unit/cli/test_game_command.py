"""`detente game`: what it prints, draws and refuses."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner, Result

from detente.cli.game import command
from detente.numerics.game.strategic import Errors, probabilities
from detente.world.errors import DataError, DetenteError, UsageError

FIT = ["--u11", "1,strength", "--u14", "1,kind=open", "--u24", "1,stakes"]
SOLVE = ["signalling", "--va", "1", "--wa", "-1.9", "--a", "-1.2", "--vb", "1"]


def run(*argv: str) -> Result:
    return CliRunner().invoke(command, argv, catch_exceptions=False)


def rows(n: int = 400) -> list[dict[str, str]]:
    rng = np.random.default_rng(7)
    strength, stakes = rng.normal(size=(2, n))
    opened = rng.random(n) < 0.5
    u = np.column_stack([0.2 - 0.7 * strength, np.zeros(n), 0.3 - 0.8 * opened, 0.1 + 0.9 * stakes])
    ends = probabilities(u, Errors()).cumsum(axis=1)
    outcome = (rng.random((n, 1)) > ends[:, :2]).sum(axis=1)
    return [
        {"strength": f"{a:.4f}", "stakes": f"{b:.4f}", "kind": "open" if o else "closed", "outcome": str(y)}
        for a, b, o, y in zip(strength, stakes, opened, outcome, strict=True)
    ]


def written(folder: Path, table: list[dict[str, str]], name: str = "crises.csv") -> str:
    lines = [",".join(table[0]), *(",".join(row.values()) for row in table)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / name)


def test_a_fit_is_told_with_its_errors(tmp_path: Path) -> None:
    done = run("strategic", written(tmp_path, rows()), *FIT, "--players", "Atlantis,Lemuria")
    assert "400 rows, 0 set aside for a missing cell; probit" in done.stdout
    assert "4 of 4 climbs reached this maximum" in done.stdout
    assert "kind=open" in done.stdout
    assert "Lemuria gives in" in done.stdout


def test_lines_and_json_say_the_same(tmp_path: Path) -> None:
    file = written(tmp_path, rows())
    lines, told = (
        run("strategic", file, *FIT).stdout,
        json.loads(run("strategic", file, *FIT, "--json").stdout),
    )
    assert f"log-likelihood {told['log_likelihood']:.4f}, AIC {told['aic']:.4f}" in lines
    for each in told["coefficients"]:
        assert f"{each['estimate']:8.4f}  {each['standard_error']:9.4f}" in lines
    assert sum(each["observed"] for each in told["outcomes"]) == pytest.approx(1.0)
    assert sum(each["mean_case"] for each in told["outcomes"]) == pytest.approx(1.0)
    assert all(each["low"] < each["mean_case"] < each["high"] for each in told["outcomes"])


def test_rows_with_a_missing_cell_are_set_aside_and_counted(tmp_path: Path) -> None:
    table = rows()
    for row, cell in zip(table[:5], ("", "NA", ".", "nan", "null"), strict=True):
        row["stakes"] = cell
    told = json.loads(run("strategic", written(tmp_path, table), *FIT, "--json").stdout)
    kept = json.loads(run("strategic", written(tmp_path, table[5:], "kept.csv"), *FIT, "--json").stdout)
    assert (told["rows_read"], told["rows_used"]) == (400, 395)
    assert told["coefficients"] == kept["coefficients"]


def test_a_column_that_is_not_used_may_hold_anything(tmp_path: Path) -> None:
    table = [{**row, "notes": "inf"} for row in rows()]
    assert run("strategic", written(tmp_path, table), *FIT).exit_code == 0


@pytest.mark.parametrize("how", [["--link", "logit"], ["--private"]])
def test_other_errors_give_another_fit(tmp_path: Path, how: list[str]) -> None:
    file = written(tmp_path, rows())
    assert run("strategic", file, *FIT, *how).stdout != run("strategic", file, *FIT).stdout


def test_the_tree_of_a_fit_is_drawn(tmp_path: Path) -> None:
    run("strategic", written(tmp_path, rows()), *FIT, "--svg", str(tmp_path / "tree.svg"))
    root = ElementTree.parse(tmp_path / "tree.svg").getroot()
    assert any("player 2: fights" in (e.text or "") for e in root.iter())


def spoilt(**changed: str) -> list[dict[str, str]]:
    table = rows()
    table[2] = {**table[2], **changed}
    return table


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        (spoilt(strength="inf"), "bad-cell", "row 4: strength is 'inf'"),
        (spoilt(strength="-nan"), "bad-cell", "row 4: strength is '-nan'"),
        (spoilt(strength="strong"), "bad-cell", "or use strength=strong"),
        (spoilt(outcome="3"), "bad-outcome", "row 4: outcome is '3'"),
        (spoilt(outcome="war"), "bad-outcome", "row 4: outcome is 'war'"),
        (spoilt(strength="1,2"), "no-csv", "row 4: 5 cells under 4 names"),
        ([{**row, "outcome": "0"} for row in rows()], "unidentified", "no row has outcome 1"),
        ([{**row, "stakes": "2"} for row in rows()], "unidentified", "stakes of u24 depends"),
        (rows()[:6], "unidentified", "6 rows for 6 coefficients"),
        ([{**row, "kind": "closed"} for row in rows()], "no-such-value", "no row used has 'open' in kind"),
        ([{**row, "stakes": ""} for row in rows()], "no-rows", "every row has a missing cell"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_named(
    tmp_path: Path, table: list[dict[str, str]], code: str, said: str
) -> None:
    with pytest.raises(DataError, match=said) as error:
        run("strategic", written(tmp_path, table), *FIT)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("options", "kind", "code"),
    [
        (["--u11", "1,power", "--u24", "1"], DataError, "no-such-column"),
        (["--u11", "1,kind=open", "--u24", "1", "--outcome", "y"], DataError, "no-such-column"),
        (["--u11", "1"], UsageError, "bad-model"),
        (["--u11", "1", "--u13", "1", "--u14", "1", "--u24", "1"], UsageError, "bad-model"),
        (["--u11", "1", "--u24", "1", "--link", "logit", "--private"], UsageError, "bad-model"),
        (["--u11", "1", "--u24", "1", "--players", "A"], UsageError, "bad-players"),
        (["--u11", "1,strength", "--u14", "1", "--u24", "1"], DataError, "no-maximum"),
    ],
)
def test_options_that_cannot_be_met_are_named(
    tmp_path: Path, options: list[str], kind: type[DetenteError], code: str
) -> None:
    with pytest.raises(kind) as error:
        run("strategic", written(tmp_path, rows()), *options)
    assert error.value.code == code


def test_what_does_not_tell_apart_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="u11:1, u14:1"):
        run("strategic", written(tmp_path, rows()), "--u11", "1,strength", "--u14", "1", "--u24", "1")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "unreadable"),
        (b"", "no-csv"),
        (b"a,b\n", "no-csv"),
        (b"a\n\xff\xfe\x00", "no-csv"),
        (b"a,a\n1,2\n", "no-csv"),
        (b"\x00\x01\n\x02\n", "no-such-column"),
    ],
)
def test_files_that_are_no_table_are_named(tmp_path: Path, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(DataError) as error:
        run("strategic", str(tmp_path / "x.csv"), *FIT)
    assert error.value.code == code


def test_all_equilibria_are_told_and_drawn(tmp_path: Path) -> None:
    done = run(*SOLVE, "--wb", "-2.9", "--svg", str(tmp_path / "game.svg"))
    assert [line.split()[-1] for line in done.stdout.splitlines()[1:]] == ["stable", "unstable", "stable"]
    root = ElementTree.parse(tmp_path / "game.svg").getroot()
    titles = [e.text for e in root.iter() if e.tag.endswith("title")]
    assert titles == [f"Equilibrium {i} of 3" for i in (1, 2, 3)]


def test_equilibria_as_json() -> None:
    told: dict[str, Any] = json.loads(run(*SOLVE, "--wb", "-2.9", "--json").stdout)
    assert [e["resist"] for e in told["equilibria"]] == pytest.approx([0.2511, 0.5947, 0.8133], abs=2e-4)
    assert all(e["sq"] + e["cd"] + e["bd"] + e["sf"] == pytest.approx(1.0) for e in told["equilibria"])


def test_along_a_payoff(tmp_path: Path) -> None:
    done = run(*SOLVE, "--wb", "0", "--along", "WB=-3:-2.7", "--svg", str(tmp_path / "along.svg"))
    assert [line.split("; ")[0] for line in done.stdout.splitlines()] == [
        "wb -3.0000 to -2.9469: 1 equilibrium",
        "wb -2.9469 to -2.7470: 3 equilibria",
        "wb -2.7470 to -2.7000: 1 equilibrium",
    ]
    assert "All equilibria along wb" in (tmp_path / "along.svg").read_text(encoding="utf-8")


def test_along_a_payoff_as_json() -> None:
    told = json.loads(run(*SOLVE, "--wb", "0", "--along", "wb=-2.76:-2.74", "--json").stdout)
    assert told["folds"] == pytest.approx([-2.74704], abs=1e-4)
    assert [len(told["steps"][i]["equilibria"]) for i in (0, -1)] == [3, 1]
    assert told["steps"][0]["wb"] == -2.76


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--wb", "nan"], "bad-payoff"),
        (["--wb", "1e9"], "bad-payoff"),
        (["--wb", "0", "--along", "wb"], "bad-range"),
        (["--wb", "0", "--along", "wb=1:x"], "bad-range"),
        (["--wb", "0", "--along", "wb=1:1"], "bad-range"),
        (["--wb", "0", "--along", "ww=0:1"], "bad-range"),
        (["--wb", "0", "--players", "A,B,C"], "bad-players"),
    ],
)
def test_payoffs_and_ranges_that_are_none_are_named(options: list[str], code: str) -> None:
    with pytest.raises(UsageError) as error:
        run(*SOLVE, *options)
    assert error.value.code == code
