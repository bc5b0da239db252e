"""The pictures and words of the fourth room: what they show is what the answer holds."""

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from detente.report import motive_words as said
from detente.report import what_if_words, words
from detente.report.draw import escaped
from detente.report.draw_motive_deal import hope, window
from detente.report.draw_motive_evidence import evidence
from detente.report.draw_motive_ladder import THINNEST, WIDEST, ladder
from detente.report.draw_motive_profile import courses, profile
from detente.report.html import page
from detente.report.terminal import WIDTH, section
from detente.world.assessment import Assessment
from detente.world.estimate import Interval
from detente.world.motives import Deal, Hope, LadderNode, MoveEvidence, ProfileLine, RoundEnd, Window
from detente.world.whatif import WhatIf
from tests.unit.report.example import bare, full
from tests.unit.report.parsing import Page
from tests.unit.report.pictures import faults, labels, pictures

WIDTHS = pytest.mark.parametrize("width", [760, 340])


def answered(**changed: Any) -> Assessment:
    """The full example with other answers in the fourth room."""
    sample = full()
    return replace(sample, motive=replace(sample.motive, **changed))


def dealt(**changed: Any) -> Assessment:
    """The full example with another deal."""
    return answered(deal=replace(full().motive.deal, **changed))


def old() -> Assessment:
    """An answer written before the game was solved."""
    deal = replace(full().motive.deal, conditions=(), windows=(), hope=())
    lines = tuple(replace(line, course=()) for line in full().motive.profile)
    return answered(deal=deal, profile=lines, evidence=(), ladder=(), ends=(), separations=(), what_if=())


def extreme() -> Assessment:
    """Numbers at and beyond every edge."""
    sure, never = Interval(1.0, 1.0, 1.0), Interval(0.0, 0.0, 0.0)
    nodes = (
        LadderNode("quiet", "PRK", 1.0, (("war", sure), ("hold", never))),
        LadderNode("quiet", "PRK", 0.0, (("hold", sure),)),
        LadderNode("show", "USA", 0.3, (("force", sure),)),
        LadderNode("moon", "KOR", 0.2, (("sulk", sure),)),
    )
    deal = replace(
        full().motive.deal,
        windows=(Window("full", Interval(9.0, 2.0, 90.0), Interval(-8.0, -80.0, -1.0), 0.0),
                 Window("phased", Interval(0.3, 0.3, 0.3), Interval(0.3, 0.3, 0.3), 1.0)),
        hope=(Hope("2022-11-03", "today", sure), Hope("2022-11-03", "today again", never)),
    )  # fmt: skip
    return answered(
        deal=deal,
        ladder=nodes,
        ends=(RoundEnd("war", sure), RoundEnd("peace", never)),
        evidence=(MoveEvidence("2022", "PRK", "sulk", 0.0, (("status", 400.0), ("whim", -400.0))),),
        profile=(ProfileLine("PRK", "size", "9 %", "s", (("1950", 1e-9), ("2020", 0.09))),
                 ProfileLine("KOR", "size", "0 %", "s", (("1950", 0.0), ("2020", 0.0))),
                 ProfileLine("KOR", "fall", "-3", "s", (("1950", 2.0), ("2020-07-01", -3.0)))),
    )  # fmt: skip


def many_names() -> Assessment:
    """Long names and many motives."""
    sample = full()
    long = {code: f"The Very Long Democratic and Federal Republic of {n}" for code, n in sample.names.items()}
    return replace(sample, names=long)


CASES = [full, bare, old, extreme, many_names]


@pytest.mark.parametrize("make", CASES)
def test_pictures_are_sound(make: Any) -> None:
    text = page(make())
    assert {p: faults(p) for p in pictures(text) if faults(p)} == {}
    assert re.findall(r'="[^"]*\b(?:nan|inf)\b[^"]*"', text) == []
    Page(text)


@pytest.mark.parametrize("make", [full, old, extreme, many_names])
def test_terminal_lines_fit(make: Any) -> None:
    for room in ("motive", "runaway"):
        assert max(len(line) for line in section(make(), room).splitlines()) <= WIDTH


def test_what_is_not_there_is_not_drawn() -> None:
    drawn = set(re.findall(r'id="figure-(motive[^"]*)"', page(full())))
    assert drawn == {
        "motives",
        *(f"motive-{k}" for k in ("evidence", "ladder", "ends", "window", "hope", "profile")),
    }
    assert re.findall(r'id="figure-(motive[^"]*)"', page(old())) == ["motives"]


def bars(svg: str) -> list[tuple[str, float]]:
    """Each bar of the evidence: its class, and its length to the right of its left edge."""
    found = re.findall(r'<rect x="[-\d.]+" y="[-\d.]+" width="([\d.]+)" height="\d+" class="nat (\w+)"', svg)
    return [(way, float(wide)) for wide, way in found]


@WIDTHS
def test_a_bar_is_as_long_as_its_nats_and_on_their_side(width: int) -> None:
    moves = (MoveEvidence("2022-11-02", "PRK", "show", 0.5, (("status", 0.6), ("coercion", -0.3))),)
    drawn = bars(evidence(answered(evidence=moves), "e", width))
    assert [way for way, _ in drawn] == ["for", "against"]
    assert drawn[0][1] / drawn[1][1] == pytest.approx(2.0, rel=0.02)


@WIDTHS
def test_a_motive_without_a_number_is_a_question_and_no_nought(width: int) -> None:
    moves = (
        MoveEvidence("2022-11-01", "PRK", "hold", 0.5, (("status", 0.1),)),
        MoveEvidence("2022-11-02", "PRK", "show", 0.5, (("status", 0.1), ("security", 0.2))),
    )
    svg = evidence(answered(evidence=moves), "e", width)
    assert len(bars(svg)) == 3
    assert ">?<" in svg


def test_a_move_that_the_dispatch_tells_is_told_in_its_words() -> None:
    last, earlier = full().motive.evidence[-1], full().motive.evidence[0]
    assert said.moved(full(), last) == "North Korea launched 23 missiles"
    assert said.moved(full(), earlier) == "North Korea showed force"
    assert ">North Korea launched 23 missiles<" in evidence(full(), "e", 760)


@WIDTHS
def test_evidence_is_in_the_order_of_the_weights_and_sums_all_moves(width: int) -> None:
    svg = evidence(full(), "e", width)
    places = [svg.index(f">{m}<") for m in ("status", "coercion", "security", "habit", "domestic")]
    assert places == sorted(places)
    assert "base rates" not in re.sub(r"<desc.*?</desc>", "", svg)
    total = sum(dict(e.nats)["security"] for e in full().motive.evidence)
    assert f">+{total:.1f}<" in svg


def strokes(svg: str, move: str) -> list[float]:
    """Widths of the lines of a move, without the legend's."""
    found = re.findall(rf'class="branch {move}" stroke-width="([\d.]+)"', svg)
    return sorted(map(float, found[1:]), reverse=True)


@WIDTHS
def test_a_line_of_the_ladder_is_as_wide_as_its_move_is_likely(width: int) -> None:
    svg = ladder(full(), "l", width)
    shows = [n.reached * p.value for n in full().motive.ladder for m, p in n.moves if m == "show"]
    expected = [max(THINNEST, WIDEST * flow) for flow in sorted(shows, reverse=True)]
    assert strokes(svg, "show") == pytest.approx(expected, abs=0.06)


@WIDTHS
def test_heights_stand_above_each_other(width: int) -> None:
    at = {w: y for _, _, y, w in labels(ladder(full(), "l", width)) if w in said.HEIGHTS.values()}
    assert [at[h] for h in said.HEIGHTS.values()] == sorted(at.values(), reverse=True)


def test_every_chance_of_the_ladder_is_told_in_words() -> None:
    svg = ladder(full(), "l", 760)
    told = [part for node in full().motive.ladder for part in said.chances(node)]
    assert len(told) == 36
    assert [part for part in told if part not in svg] == []


def boxes(svg: str, class_: str) -> list[tuple[float, float]]:
    """Left and right edges of the boxes of a class, without the legend's."""
    root = ElementTree.fromstring(svg)
    found = [r.attrib for r in root.iter() if r.tag.endswith("rect") and r.attrib["class"] == class_]
    return [(float(r["x"]), float(r["x"]) + float(r["width"])) for r in found[1:]]


@WIDTHS
def test_a_window_is_drawn_where_there_is_one(width: int) -> None:
    whole = width - 24.0
    drawn = boxes(window(full(), "w", width), "zone open")
    phased = next(w for w in full().motive.deal.windows if w.offer == "phased")
    expected = (12 + whole * phased.least.value, 12 + whole * phased.most.value)
    assert drawn == [pytest.approx(expected, abs=0.1)]


@pytest.mark.parametrize(
    ("least", "most", "open_"), [(0.4, 0.6, 1), (0.6, 0.4, 0), (1.1, 1.2, 0), (0.5, 0.5, 1)]
)
def test_no_window_without_inspection_that_is_enough_and_borne(least: float, most: float, open_: int) -> None:
    w = Window("full", Interval(least, least, least), Interval(most, most, most), 0.5)
    assert len(boxes(window(dealt(windows=(w,)), "w", 760), "zone open")) == open_


def test_inspection_off_the_scale_is_said_as_such() -> None:
    assert said.inspection(Interval(0.93, 0.61, 1.2)) == "93 % (61 % to over 100 %)"
    assert said.inspection(Interval(-0.17, -0.6, 1.0)) == "none (none to 100 %)"


@WIDTHS
def test_the_belief_steps_at_each_act_and_its_deepest_fall_is_marked(width: int) -> None:
    path = full().motive.deal.hope
    svg = hope(full(), "h", width)
    line = re.search(r'<path d="([^"]*)" class="middle"', svg)
    assert line is not None
    heights = [float(v) for v in re.findall(r"V([\d.]+)", line[1])]
    assert heights == pytest.approx([16 + 150 * (1 - h.belief.value) for h in path], abs=0.06)
    fall = said.deepest_fall(path)
    assert fall is not None
    assert path[fall].day == "2019-02-28"
    assert "largest fall: 28 February 2019" in svg
    assert svg.count('class="change"') == 1


def test_a_belief_that_never_falls_has_no_mark() -> None:
    path = tuple(Hope(f"20{y}-01-01", "talks", Interval(0.02 * y, 0.0, 1.0)) for y in (10, 12, 20))
    assert said.deepest_fall(path) is None
    assert 'class="change"' not in hope(dealt(hope=path), "h", 760)
    assert said.deepest_fall(path[:1]) is None


def test_the_largest_changes_are_told_in_order_of_time() -> None:
    path = [
        Hope(f"20{10 + i}-01-01", "x", Interval(v, 0, 1)) for i, v in enumerate((0.5, 0.51, 0.8, 0.3, 0.4))
    ]
    assert said.turning_points(path, 2) == [2, 3]
    assert said.turning_points(path[:1], 4) == []


@WIDTHS
def test_profile_has_a_panel_for_each_trait_that_changes(width: int) -> None:
    svg = profile(full(), "p", width)
    traits = courses(full())
    assert [t.name for t in traits] == list(dict.fromkeys(x.trait for x in full().motive.profile if x.course))
    assert all(f">{escaped(t.name)}<" in svg for t in traits)
    assert len(re.findall(r'class="stairs ', svg)) == sum(len(t.by_state) for t in traits)


def test_a_panel_is_logarithmic_only_where_a_line_would_lie_flat() -> None:
    def lines(other: float) -> tuple[ProfileLine, ...]:
        return tuple(ProfileLine(s, "t", "1", "x", (("2000", 1.0), ("2010", top)))
                     for s, top in (("PRK", 50.0), ("KOR", other)))  # fmt: skip

    assert "log scale" in profile(answered(profile=lines(5.0)), "p", 760)
    assert "log scale" not in profile(answered(profile=lines(40.0)), "p", 760)


def test_weak_answers_are_said_first() -> None:
    told = said.caveats(full())
    assert told[0] == "What North Korea did (143 rounds with a show or use of force) singles out no motive."
    assert told[1].startswith("Motives do not foresee the next move better than habit does here")
    assert said.caveats(bare())[0].startswith("Prior only")
    assert said.caveats(answered(undetermined=False, informative=True)) == []
    text = Page(page(full())).text
    assert text.index(told[1]) < text.index("What each account foretells")
    rows = section(full(), "motive")
    assert rows.index("singles out no motive") < rows.index("status") < rows.index("habit (null)")


def test_the_weights_are_in_order_and_yardsticks_are_hollow() -> None:
    svg = next(p for p in pictures(page(full())) if "motives-760" in p)
    names = [
        w
        for _, _, _, w in labels(svg)
        if w.split(",")[0] in dict.fromkeys((*said.NULLS, "status", "coercion"))
    ]
    accounts = ["status", "coercion", "habit, a yardstick", "base rates, a yardstick"]
    assert names == [*accounts, "status", "coercion"]
    assert svg.count('class="dot hollow"') == 2


def test_conditions_say_how_often_they_hold_and_what_is_only_assumed() -> None:
    text = Page(page(full())).text
    assert text.count("Prior only Under") == 2
    assert "Holds in 54 % of draws; margin +0.08 (−0.42 to +0.50) of the prize" in text
    deal = full().motive.deal
    all_prior = replace(deal, conditions=tuple(replace(c, prior_only=True) for c in deal.conditions))
    assert said.assumed(all_prior).startswith("Prior only: no number")
    assert said.assumed(deal) == ""
    assert said.assumed(Deal("", False, (), ())) == ""
    once = replace(deal.conditions[0], sentence="It holds; holds in 30% of draws")
    assert said.stated(once) == "It holds"


def test_codes_in_sentences_become_names() -> None:
    read = words.readable(full()).motive
    told = " ".join((
        *(c.sentence for c in read.deal.conditions),
        *(h.why for h in read.deal.hope),
        *(p.value for p in read.profile),
        *(w.policy for w in read.what_if),
    ))  # fmt: skip
    assert re.findall(r"\b(?:PRK|KOR|USA|CHN|JPN)\b", told) == []
    assert "no diplomatic relations with" in page(full())


@pytest.mark.parametrize(
    ("p", "text"),
    [(1.0, "every round"), (0.46, "46 % of rounds"), (0.02, "1 in 50 rounds"), (0.0, "no round")],
)
def test_how_often_a_place_is_reached(p: float, text: str) -> None:
    assert said.often(p) == text


def test_what_ifs_of_both_rooms_stand_in_one_table() -> None:
    rows = what_if_words.what_ifs(full())
    assert len(rows) == len(full().runaway.what_if) + len(full().motive.what_if)
    text = Page(page(full())).text
    assert "the place it changes is reached in 44 % of rounds" in text
    assert "the place it changes is reached in 1 in 50 rounds" in text
    assert "lower in 98 % of the draws" in text


def step(policy: str, effect: str, ratio: float) -> WhatIf:
    return WhatIf(policy, effect, Interval(ratio, ratio, ratio), "solved")


def test_a_trade_off_is_told_where_one_thing_falls_and_another_rises() -> None:
    assert what_if_words.trade_offs(full()) == [
        "Trade-off: hotline lowers accidents in a round (× 0.41) and raises shows of force in a round "
        "(× 1.09): a safer crisis invites more of them."
    ]
    one_way = (step("a", "accidents", 0.5), step("a", "wars", 0.99), step("b", "shows", 1.5))
    assert what_if_words.trade_offs(answered(what_if=one_way)) == []
    across = (step("phased deal", "shows", 1.3),)
    mixed = replace(
        answered(what_if=across),
        runaway=replace(full().runaway, what_if=(step("phased deal", "event days", 0.7),)),
    )
    assert what_if_words.trade_offs(mixed) == [
        "Trade-off: phased deal lowers event days (× 0.70) and raises shows (× 1.30)."
    ]


def test_separations_say_how_much_the_observation_would_weigh() -> None:
    assert said.partings(full())[0].endswith("for coercion against status: 1.9 times as likely (0.6 nats)")


def test_signs_are_true_minus_and_nought_has_none() -> None:
    assert [said.signed(v) for v in (0.31, -0.31, 0.004, -0.03, 0.0)] == ["+0.3", "−0.3", "0", "−0.03", "0"]
