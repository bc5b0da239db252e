"""Pictures of small games: as wide as they are likely, told in words, nothing cut or overwritten."""

import math
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from detente.report.draw_game import (
    BAND,
    Leaf,
    Node,
    Step,
    Tree,
    branches_picture,
    percent,
    standalone,
    tree_picture,
)
from tests.unit.report.pictures import faults, labels

ONE, TWO = "Atlantis", "Lemuria"
QUO, CONCESSION = Leaf("status quo", (f"{ONE} 0", f"{TWO} 0")), Leaf("concession", (f"{ONE} 1", f"{TWO} 0"))
BACK = Leaf("back down", (f"{ONE} -1.2 + e", f"{TWO} 1"))
FIRM = Leaf("stand firm", (f"{ONE} -1.9 + e", f"{TWO} -2.9 + e"))
TREE = Tree(
    (
        Node(ONE, True, "lets it be", QUO, "challenges", 0.4),
        Node(TWO, False, "concedes", CONCESSION, "resists", 0.25),
        Node(ONE, True, "backs down", BACK, "stands firm", 0.9),
    ),
    FIRM,
)


def fold(value: float) -> tuple[tuple[float, bool], ...]:
    """A curve that bends back between 1 and 2: one equilibrium outside, three inside."""
    low, high = (0.2 + 0.05 * value, True), (0.6 + 0.1 * value, True)
    if value < 1.0:
        return (low,)
    return (low, (0.7 - 0.1 * value, False), high) if value <= 2.0 else (high,)


STEPS = [Step(i / 10, fold(i / 10)) for i in range(31)]


def likelihoods(tree: Tree) -> list[float]:
    """The probability of each branch, in the order of the choices: stop, then go."""
    found = []
    for i, node in enumerate(tree.nodes):
        reached = math.prod(n.p_go for n in tree.nodes[:i])
        found += [reached * (1.0 - node.p_go), reached * node.p_go]
    return found


@pytest.mark.parametrize("width", [760, 340])
def test_a_tree_is_drawn_whole(width: int) -> None:
    svg = tree_picture(TREE, "tree", width, "One of three equilibria", "stable")
    assert faults(standalone(svg)) == []
    assert {"Atlantis", "Lemuria"} <= {words for *_, words in labels(svg)}


@pytest.mark.parametrize("width", [760, 340])
@pytest.mark.parametrize("p", [0.0, 1e-7, 0.5, 1.0])
def test_any_probability_can_be_drawn(width: int, p: float) -> None:
    tree = replace(TREE, nodes=tuple(replace(node, p_go=p) for node in TREE.nodes))
    assert faults(standalone(tree_picture(tree, "tree", width, "A game"))) == []


def test_branches_are_as_wide_as_they_are_likely() -> None:
    svg = tree_picture(TREE, "tree", 760, "A game")
    widths = sorted(float(w) for w in re.findall(r'class="way \w+" stroke-width="([\d.]+)"', svg))
    assert widths == pytest.approx(sorted(max(1.0, BAND * p) for p in likelihoods(TREE)), abs=0.051)


def test_ends_are_all_that_can_happen() -> None:
    assert [round(p, 3) for _, p in TREE.ends] == [0.6, 0.3, 0.01, 0.09]


def test_a_reader_who_cannot_see_is_told_all() -> None:
    root = ElementTree.fromstring(standalone(tree_picture(TREE, "tree", 760, "A game")))
    said = next(e.text or "" for e in root.iter() if e.tag.endswith("desc"))
    for share in ("40.0 %", "25.0 %", "90.0 %", "60.0 %", "30.0 %", "1.0 %", "9.0 %"):
        assert share in said
    for leaf, _ in TREE.ends:
        assert f"{leaf.name} " in said
        assert all(payoff in said for payoff in leaf.payoffs)


def test_players_differ_by_more_than_colour() -> None:
    svg = tree_picture(TREE, "tree", 760, "A game")
    corners = re.findall(r'class="node (\w+)" rx="(\d+)"', svg)
    assert dict(corners) == {"first": "19", "second": "2"}


def test_names_are_words_and_not_markup() -> None:
    node = replace(TREE.nodes[0], player='<b>"A" & co</b>', go="x" * 300)
    tree = replace(TREE, nodes=(node, *TREE.nodes[1:]))
    svg = standalone(tree_picture(tree, "tree", 340, "<script>", "n" * 500))
    tags = {e.tag.split("}")[1] for e in ElementTree.fromstring(svg).iter()}
    assert tags == {"svg", "style", "title", "desc", "text", "path", "rect", "line"}
    assert faults(svg) == []


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.0, "0.0 %"), (1e-9, "< 0.1 %"), (0.5, "50.0 %"), (0.99999, "> 99.9 %"), (1.0, "100.0 %")],
)
def test_what_is_likely_is_not_called_sure(p: float, said: str) -> None:
    assert percent(p) == said


@pytest.mark.parametrize("width", [760, 340])
def test_equilibria_along_a_payoff_are_drawn_whole(width: int) -> None:
    svg = branches_picture(
        STEPS, "along", width, payoff="WB", what="Probability that Lemuria resists a challenge"
    )
    assert faults(standalone(svg)) == []
    assert "WB from 1 to 2: 3 equilibria" in svg


def points(svg: str, class_: str) -> list[list[str]]:
    return [d.split(" L") for d in re.findall(rf'<path d="M([^"h]*)" class="{class_}"', svg)]


def test_each_equilibrium_has_a_line_of_its_kind() -> None:
    svg = branches_picture(STEPS, "along", 760, payoff="WB", what="p")
    stable, unstable = points(svg, "steady"), points(svg, "unsteady")
    assert sorted(len(line) for line in stable) == [21, 21]
    assert [len(line) for line in unstable] == [11]
    assert svg.count('class="several"') == 2  # the stretch and its legend


def test_a_jump_is_not_drawn_as_a_line() -> None:
    """At 2 the lower equilibrium ends and the upper goes on: no line leads from one to the other."""
    svg = branches_picture(STEPS, "along", 760, payoff="WB", what="p")
    for line in points(svg, "steady"):
        heights = [float(point.split()[1]) for point in line]
        assert max(abs(a - b) for a, b in pairwise(heights)) < 10


def test_one_value_alone_can_be_drawn() -> None:
    svg = standalone(branches_picture([Step(0.5, ((0.3, True),))], "along", 760, payoff="WB", what="p"))
    assert faults(svg) == []
    assert "WB at 0.5: 1 equilibrium" in svg


def test_pictures_stand_one_below_the_other() -> None:
    one, two = tree_picture(TREE, "a", 760, "One"), tree_picture(TREE, "b", 340, "Two")
    root = ElementTree.fromstring(standalone(one, two))
    inner = [e for e in root if e.tag.endswith("svg")]
    heights = [float(e.attrib["height"]) for e in inner]
    assert [float(e.attrib["y"]) for e in inner] == [0.0, heights[0]]
    assert float(root.attrib["height"]) == pytest.approx(sum(heights))
    ids = re.findall(r' id="([^"]+)"', standalone(one, two))
    assert len(ids) == len(set(ids))
