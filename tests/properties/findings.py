"""Many breaches brought down to one of each kind, with the smallest input that shows it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from tests.properties.hostile import Input
from tests.properties.soundness import breaches

TRIES = 400
"""Inputs that are tried to make one smaller."""

WARM = Input("", b"Iran fired on Iraq.")
"""Read once beforehand, so that loading tables and model is no input's time."""


def kind(breach: str) -> str:
    """What two breaches have in common: their first words, without figures and quotations."""
    place = re.match(r"crash: \w+ at [\w.]+:\d+", breach)
    return place[0] if place else re.sub(r"\d+|'.*", "#", breach.split("\n")[0])[:60]


def findings(inputs: Iterable[Input], *, model: bool) -> list[str]:
    """One line for each kind of breach: how often, what, and the smallest input found."""
    breaches(WARM, model=model)
    count: Counter[str] = Counter()
    least: dict[str, Input] = {}
    for given in inputs:
        for breach in set(map(kind, breaches(given, model=model, page=_marked_up(given)))):
            count[breach] += 1
            if breach not in least or len(given.raw) < len(least[breach].raw):
                least[breach] = given
    return [f"{count[found]} times {found}: {shrunk(least[found], found, model=model)}" for found in least]


def assert_sound(inputs: Iterable[Input], *, model: bool) -> None:
    """AssertionError with one line for each kind of breach."""
    found = findings(inputs, model=model)
    assert not found, "\n" + "\n".join(line[:1_500] for line in found)


def _marked_up(given: Input) -> bool:
    """Whether the input may break the page: it has a mark of HTML or of a template."""
    return bool(set(b"<&{") & set(given.raw))


def shrunk(given: Input, breach: str, *, model: bool) -> Input:
    """The input with as much cut away as still shows the breach; as it is, if it is slow to read."""
    if breach.startswith(("slow", "hang")):
        return replace(given, raw=given.raw[:300])
    size, tries = len(given.raw) // 2, 0
    while size and tries < TRIES:
        for at in range(0, len(given.raw), size):
            less = replace(given, raw=given.raw[:at] + given.raw[at + size :])
            tries += 1
            if breach in map(kind, breaches(less, model=model)):
                given = less
                break
        else:
            size //= 2
    return given
