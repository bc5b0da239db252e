"""The event strip: a lane for each doer, marks by rung, answers as arrows, history behind a broken axis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.report import words
from detente.report.draw import Picture, Scale, arrow_head, fitted, spaced, wrapped
from detente.report.draw_marks import SHORT, legend, mark, radius, rung_item, status_item
from detente.report.draw_words import leading
from detente.world.assessment import Assessment
from detente.world.event import Event

RECENT = 60
"""Days before the as-of day that are drawn to scale."""

ROW = 30
"""Height of a row of marks in a lane."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where event number `index` is drawn."""

    index: int
    event: Event
    lane: str
    x: float
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Zones:
    """The parts of the axis in pixels: earlier, recent to scale, undated; an empty part has no width."""

    early: tuple[float, float]
    recent: Scale
    undated: tuple[float, float]


def event_strip(assessment: Assessment, key: str, width: int) -> str:
    """The strip as SVG; events are numbered from 1 as in the list below it."""
    picture = Picture(key, width)
    events = assessment.record.events
    zones = _zones(picture, events, words.today(assessment))
    lanes = _lanes(assessment)
    spots, edges = _stacked(picture, _across(events, zones, assessment.pair), lanes)
    _lane_names(picture, assessment, edges)
    bottom = max((low for _, low in edges.values()), default=40.0) + 6
    _axis(picture, zones, bottom, events, assessment)
    for spot in spots:
        _answer(picture, spot, spots)
    for spot in spots:
        mark(picture, spot.x, spot.y, spot.event.rung, spot.event.status)
        _number(picture, spot)
    height = _legend(picture, bottom + 48, events)
    return picture.svg(height, "Acts in this dispatch over time", _finding(assessment))


def _number(picture: Picture, spot: Spot) -> None:
    away = radius(spot.event.rung) + (5 if spot.event.status == "denied" else 2)
    doubt = "?" if spot.event.disputed else ""
    picture.text(spot.x + away, spot.y - 5, f"{spot.index + 1}{doubt}", "count")


def _lanes(assessment: Assessment) -> list[str]:
    """The pair, the acting state first, and "" for everybody else if anybody else acts."""
    one, other = leading(assessment)
    others = any(e.source not in (one, other) for e in assessment.record.events)
    return [one, other, ""] if others else [one, other]


def _zones(picture: Picture, events: Sequence[Event], as_of: date) -> Zones:
    left = 8.0 if picture.narrow else 118.0
    right = picture.width - 18.0
    undated = 54.0 if any(e.when is None for e in events) else 0.0
    early = len({e.date for e in events if _zone(e, as_of) == "early"})
    recent = [e.when.start for e in events if e.when and _zone(e, as_of) == "recent"]
    room = right - left - undated
    share = min(0.45 * room, 62.0 * early) if recent else room if early else 0.0
    first = min([*recent, date.fromordinal(as_of.toordinal() - 2)])
    start = left + share + (18 if share and recent else 0)
    scale = Scale(first.toordinal(), as_of.toordinal() + 1, start, right - undated - (10 if undated else 0))
    return Zones((left, left + share), scale, (right - undated, right))


def _zone(event: Event, as_of: date) -> str:
    when = event.when
    if when is None:
        return "undated"
    recent = when.precision == "day" and (as_of - when.start).days <= RECENT
    return "recent" if recent else "early"


def _across(events: Sequence[Event], zones: Zones, pair: tuple[str, str]) -> list[Spot]:
    """Every event with its x; acts of one day stand in the order of the text."""
    as_of = date.fromordinal(int(zones.recent.high) - 1)
    dates = sorted({e.date for e in events if e.date and _zone(e, as_of) == "early"})
    spots = []
    for index, event in enumerate(events):
        lane = event.source if event.source in pair and event.source else ""
        zone = _zone(event, as_of)
        peers = [i for i, e in enumerate(events) if e.date == event.date and _zone(e, as_of) == zone]
        share = (peers.index(index) + 0.5) / len(peers)
        spots.append(Spot(index, event, lane, _x(event, zone, share, zones, dates)))
    return spots


def _x(event: Event, zone: str, share: float, zones: Zones, dates: Sequence[str]) -> float:
    if zone == "recent" and event.when:
        day = event.when.start.toordinal()
        return zones.recent(day + 0.08 + 0.84 * share)
    if zone == "early" and event.date:
        left, right = zones.early
        return left + (dates.index(event.date) + 0.3 + 0.4 * share) * (right - left) / len(dates)
    return (zones.undated[0] + zones.undated[1]) / 2 - 4


def _stacked(
    picture: Picture, spots: Sequence[Spot], lanes: Sequence[str]
) -> tuple[list[Spot], dict[str, tuple[float, float]]]:
    """The spots with their y, so that no mark lies on another; and the upper and lower edge of each lane."""
    placed: list[Spot] = []
    edges: dict[str, tuple[float, float]] = {}
    y = 8.0
    for lane in lanes:
        top = y + (18 if picture.narrow else 0)
        ends: list[float] = []
        for spot in sorted((s for s in spots if s.lane == lane), key=lambda s: (s.x, s.index)):
            row = next((i for i, end in enumerate(ends) if end <= spot.x), len(ends))
            ends[row : row + 1] = [spot.x + 30]
            placed.append(Spot(spot.index, spot.event, lane, spot.x, top + ROW * (row + 0.62)))
        edges[lane] = (y, top + ROW * max(1, len(ends)) + 6)
        y = edges[lane][1] + 6
    return sorted(placed, key=lambda s: s.index), edges


def _lane_names(picture: Picture, assessment: Assessment, edges: dict[str, tuple[float, float]]) -> None:
    for lane, (top, low) in edges.items():
        name = words.name(assessment, lane) if lane else "others"
        picture.box((0, top), (picture.width, low - top), "lane")
        if picture.narrow:
            picture.text(8, top + 15, fitted(name, picture.width - 16, 13), "group")
            continue
        lines = wrapped(name, 102, size=13)
        for i, line in enumerate(lines):
            picture.text(8, (top + low) / 2 + 4 + (i - (len(lines) - 1) / 2) * 14, line, "group")


def _axis(picture: Picture, zones: Zones, y: float, events: Sequence[Event], assessment: Assessment) -> None:
    scale, labels = zones.recent, []
    if zones.early[1] > zones.early[0]:
        picture.line((zones.early[0], y), (zones.early[1], y), "axis-line")
        _break(picture, zones.early[1] + 5, y)
        labels += _early_labels(zones, events)
    picture.line((scale.left, y), (scale.right, y), "axis-line")
    now = scale(scale.high)
    picture.line((now, 4), (now, y + 6), "now")
    labels += _day_labels(scale)
    for x, text in spaced(labels, size=11):
        picture.text(x, y + 17, text, "tick", "middle")
    if zones.undated[1] > zones.undated[0]:
        picture.text((zones.undated[0] + zones.undated[1]) / 2, y + 17, "no date", "tick", "middle")
    picture.text(now, y + 32, f"as of {words.day(assessment.as_of)}", "small", "end")


def _early_labels(zones: Zones, events: Sequence[Event]) -> list[tuple[float, str]]:
    as_of = date.fromordinal(int(zones.recent.high) - 1)
    dates = sorted({e.date for e in events if e.date and _zone(e, as_of) == "early"})
    pitch = (zones.early[1] - zones.early[0]) / len(dates)
    return [(zones.early[0] + (i + 0.5) * pitch, day[:4]) for i, day in enumerate(dates)]


def _day_labels(scale: Scale) -> list[tuple[float, str]]:
    first, last = int(scale.low), int(scale.high)
    room = max(1.0, (scale.right - scale.left) / 54)
    step = max(1, math.ceil((last - first) / room))
    days = [date.fromordinal(d) for d in range(first, last, step)]
    return [(scale(d.toordinal() + 0.5), f"{d.day} {d:%b}") for d in days]


def _break(picture: Picture, x: float, y: float) -> None:
    """Two strokes: the axis is not to scale across them."""
    for dx in (0, 5):
        picture.line((x + dx, y + 6), (x + dx + 4, y - 6), "axis-line")


def _answer(picture: Picture, spot: Spot, spots: Sequence[Spot]) -> None:
    """An arrow from the act that was answered to its answer."""
    index = spot.event.answers_to
    if index is None or not 0 <= index < len(spots) or index == spot.index:
        return
    start = spots[index]
    dx, dy = spot.x - start.x, spot.y - start.y
    bend = 0.0 if abs(dy) > 12 else -26.0
    middle = ((start.x + spot.x) / 2, (start.y + spot.y) / 2 + 2 * bend)
    out = math.atan2(middle[1] - start.y, middle[0] - start.x) if bend else math.atan2(dy, dx)
    into = math.atan2(spot.y - middle[1], spot.x - middle[0]) if bend else out
    r0, r1 = radius(start.event.rung) + 4, radius(spot.event.rung) + 4
    tip = (spot.x - r1 * math.cos(into), spot.y - r1 * math.sin(into))
    tail = (start.x + r0 * math.cos(out), start.y + r0 * math.sin(out))
    near = (tip[0] - 8 * math.cos(into), tip[1] - 8 * math.sin(into))
    picture.path(
        f"M{tail[0]:.1f} {tail[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {near[0]:.1f} {near[1]:.1f}", "answer"
    )
    arrow_head(picture, tip, into, 10)


def _legend(picture: Picture, y: float, events: Sequence[Event]) -> float:
    items = [rung_item(rung) for rung in sorted({e.rung for e in events})]
    present = {e.status for e in events}
    said = {"historical": "paler: earlier", "hypothetical": "hollow: possible", "denied": "struck: denied"}
    items += [status_item(status, text) for status, text in said.items() if status in present]
    if any(e.answers_to is not None for e in events):
        items.append((_little_arrow, "in answer to"))
    if any(e.disputed for e in events):
        items.append((lambda p, x, y: p.text(x, y + 4, "?", "count", "middle"), "disputed"))
    return legend(picture, y, items)


def _little_arrow(picture: Picture, x: float, y: float) -> None:
    picture.line((x - 9, y), (x + 3, y), "answer")
    arrow_head(picture, (x + 10, y), 0.0, 9)


def _finding(assessment: Assessment) -> str:
    events = assessment.record.events
    if not events:
        return "No act between states is recorded in this dispatch."
    told = [
        f"{i + 1}: {words.short_day(e.date, assessment.as_of)}, {words.deed(assessment, e)}, {SHORT[e.rung]}"
        + (f", answers number {e.answers_to + 1}" if e.answers_to is not None else "")
        for i, e in enumerate(events)
    ]
    return "; ".join(told) + "."
