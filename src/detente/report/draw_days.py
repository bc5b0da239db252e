"""Calendars: which days a source covers, and on which days who acted."""

from collections.abc import Sequence
from datetime import date

from detente.report import words
from detente.report.draw import Picture, Scale, fitted, spaced, text_width
from detente.report.draw_marks import SHORT
from detente.report.draw_words import leading
from detente.world.assessment import Assessment
from detente.world.history import Coverage
from detente.world.when import When

STEPS = (1, 2, 7, 14, 30, 91, 182, 365, 730, 1826, 3652, 7305, 18262, 36524)
"""Days between ticks of a calendar axis, of which the first that fits is used."""


def parsed(text: str | None) -> When | None:
    """The date, None where there is none or it is none."""
    try:
        return When.parse(text) if text else None
    except ValueError:
        return None


def calendar(picture: Picture, scale: Scale, span: tuple[float, float]) -> None:
    """Grid lines and dates on a scale of day ordinals, from y `span[0]` to `span[1]`."""
    labels = []
    for day, text in _ticks(int(scale.low), int(scale.high), (scale.right - scale.left) / 70):
        picture.line((scale(day), span[0]), (scale(day), span[1]), "grid")
        half = text_width(text, 11) / 2
        labels.append((min(max(scale(day), half), picture.width - half), text))
    for x, text in spaced(labels, size=11):
        picture.text(x, span[1] + 14, text, "tick", "middle")


def _ticks(first: int, last: int, most: float) -> list[tuple[int, str]]:
    step = next((s for s in STEPS if (last - first) / s <= most), STEPS[-1])
    days = [date.fromordinal(d) for d in range(first, last + 1)] if step < 30 else _firsts(first, last)
    if step < 30:
        return [(d.toordinal(), f"{d.day} {d:%b}") for d in days[::step]]
    if step < 365:
        return [(d.toordinal(), f"{d:%b %Y}") for d in days if (d.month - 1) % round(step / 30.4) == 0]
    return [(d.toordinal(), str(d.year)) for d in days if d.month == 1 and d.year % round(step / 365.2) == 0]


def _firsts(first: int, last: int) -> list[date]:
    """The first days of the months between two ordinals."""
    a, b = date.fromordinal(first), date.fromordinal(last)
    months = range(a.year * 12 + a.month - 1, b.year * 12 + b.month)
    days = [date(m // 12, m % 12 + 1, 1) for m in months]
    return [d for d in days if first <= d.toordinal() <= last]


def coverage(assessment: Assessment, key: str, width: int) -> str:
    """A bar for each source: filled where it covers the pair, hatched where nothing is known."""
    picture = Picture(key, width)
    scale = _coverage_scale(picture, assessment)
    y = 6.0
    for source in assessment.coverage:
        y = _source(picture, source, scale, y)
    now = scale(scale.high)
    picture.line((now, 0), (now, y), "now")
    calendar(picture, scale, (y, y + 5))
    return picture.svg(y + 26, "Days that the sources cover", _coverage_words(assessment))


def _coverage_scale(picture: Picture, assessment: Assessment) -> Scale:
    as_of = words.today(assessment).toordinal()
    starts = [when.start.toordinal() for c in assessment.coverage if (when := parsed(c.since))]
    low = min([*starts, as_of - 365])
    return Scale(low, as_of, 2.0, picture.width - 2.0)


def _source(picture: Picture, source: Coverage, scale: Scale, y: float) -> float:
    """One source's words and bar; the y below it."""
    said = f"{source.events:,} acts" if source.since else "no days covered"
    picture.text(2, y + 10, fitted(source.source, picture.width - text_width(said) - 20), "group")
    picture.text(picture.width - 4, y + 10, said, "said", "end")
    picture.box((scale.left, y + 16), (scale.right - scale.left, 12), "hatched")
    since, until = parsed(source.since), parsed(source.until)
    if since:
        end = scale(until.end.toordinal()) if until else scale.right
        start = scale(since.start.toordinal())
        picture.box((start, y + 16), (max(1.5, end - start), 12), "covered")
    return y + 38


def _coverage_words(assessment: Assessment) -> str:
    told = [
        f"{c.source} covers {c.since or 'nothing'} to {c.until or 'the as-of day'} with {c.events} acts"
        + (f", gap: {c.gap}" if c.gap else "")
        for c in assessment.coverage
    ]
    return "; ".join(told) + "."


def day_strip(assessment: Assessment, key: str, width: int) -> str:
    """A lane for each state with a stroke on each day that it acted, the higher the rung the longer."""
    picture = Picture(key, width)
    days = [(when.start.toordinal(), s, r) for d, s, r in assessment.runaway.days if (when := parsed(d))]
    as_of = words.today(assessment).toordinal()
    scale = Scale(min([as_of - 30, *(d for d, _, _ in days)]), as_of, 4.0, width - 4.0)
    y = 4.0
    for lane, state in enumerate(_doers(assessment, days)):
        name = words.name(assessment, state) if state else "both or unnamed"
        acts = [(d, r) for d, s, r in days if s == state]
        picture.text(
            2, y + 12, fitted(f"{name}: {len(acts)} {'day' if len(acts) == 1 else 'days'}", width), "group"
        )
        _strokes(picture, acts, scale, y + 56, f"lane-{lane}")
        y += 70
    calendar(picture, scale, (y, y + 5))
    return picture.svg(y + 26, "Days on which each side acted", _days_words(assessment, days))


def _doers(assessment: Assessment, days: Sequence[tuple[int, str, int]]) -> list[str]:
    first = leading(assessment)
    return [*first, *sorted({s for _, s, _ in days} - set(first))]


def _strokes(picture: Picture, acts: Sequence[tuple[int, int]], scale: Scale, base: float, lane: str) -> None:
    """At most one stroke for each pixel: the highest rung of its days."""
    picture.line((scale.left, base), (scale.right, base), "axis-line")
    highest: dict[int, int] = {}
    for day, rung in acts:
        x = round(scale(day))
        highest[x] = max(highest.get(x, 0), rung)
    for class_, killed in ((f"stroke {lane}", False), ("stroke fatal", True)):
        acts = [(x, r) for x, r in sorted(highest.items()) if (r >= 7) == killed]
        strokes = [f"M{x} {base:g}v-{4 + 3.2 * r:.1f}" for x, r in acts]
        if strokes:
            picture.path("".join(strokes), class_)


def _days_words(assessment: Assessment, days: Sequence[tuple[int, str, int]]) -> str:
    if not days:
        return "No day with an act is on record."
    told = []
    for state in _doers(assessment, days):
        rungs = [r for _, s, r in days if s == state]
        worst = f", at worst {SHORT[min(9, max(0, max(rungs)))]}" if rungs else ""
        told.append(f"{words.name(assessment, state) if state else 'unnamed'} on {len(rungs)} days{worst}")
    return "; ".join(told) + "."
