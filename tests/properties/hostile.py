"""Seeded hostile texts: mutated dispatches, noise, injections, bombs against each grammar, languages."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from detente.archive import tables
from detente.backtest.corpus import read_corpus
from tests.properties.foreign import SHORTLY, TOLD_IN
from tests.properties.hostile_words import ACTS, BOMBS, DATES, GLUE, INJECTIONS, NOISE, NUMBERS

ROOT = Path(__file__).parents[2]
Mutation = Callable[[Random, str], str]


@dataclass(frozen=True, slots=True)
class Input:
    """What is given to the reader: `family` says how it was made."""

    family: str
    raw: bytes
    day: date | None = None
    name: str | None = None


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence of our corpus and examples."""
    coded = read_corpus(ROOT / "corpus" / "dispatches")
    told = [one.text[a:b] for one in coded for a, b in one.sentences]
    return (*told, *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))))


@cache
def _names() -> tuple[str, ...]:
    return tuple(row.alias for row in tables.names())


def _place(rng: Random, text: str) -> int:
    return rng.randrange(len(text) + 1)


def _insert(rng: Random, text: str, part: str) -> str:
    at = _place(rng, text)
    return text[:at] + part + text[at:]


def _delete(rng: Random, text: str) -> str:
    at = _place(rng, text)
    return text[:at] + text[at + rng.randrange(1, 30) :]


def _duplicate(rng: Random, text: str) -> str:
    at = _place(rng, text)
    return text[:at] + text[at : at + rng.randrange(1, 60)] * rng.choice((2, 2, 3, 20)) + text[at:]


def _swap_words(rng: Random, text: str) -> str:
    parts = text.split(" ")
    for _ in range(rng.randrange(1, 6)):
        a, b = rng.randrange(len(parts)), rng.randrange(len(parts))
        parts[a], parts[b] = parts[b], parts[a]
    return " ".join(parts)


def _shuffle(rng: Random, text: str) -> str:
    parts = text.split()
    rng.shuffle(parts)
    return " ".join(parts)


def _noise(rng: Random, text: str) -> str:
    for _ in range(rng.randrange(1, 12)):
        text = _insert(rng, text, rng.choice(NOISE))
    return text


def _between_letters(rng: Random, text: str) -> str:
    return rng.choice(NOISE).join(text[:200])


def _names_in(rng: Random, text: str) -> str:
    return _insert(
        rng,
        text,
        f" {rng.choice((', ', ' and ', ' ', '-')).join(rng.choices(_names(), k=rng.randrange(1, 30)))} ",
    )


def _words_from(*lists: tuple[str, ...]) -> Mutation:
    def put(rng: Random, text: str) -> str:
        for _ in range(rng.randrange(1, 4)):
            text = _insert(rng, text, f" {rng.choice(rng.choice(lists))} ")
        return text

    return put


def _digits(rng: Random, text: str) -> str:
    return "".join(rng.choice("0123456789٣²½") if char.isdigit() else char for char in text)


def _cut(rng: Random, text: str) -> str:
    a, b = sorted((_place(rng, text), _place(rng, text)))
    return text[a:b]


def _join(rng: Random, text: str) -> str:
    return (
        text.rstrip(".") + rng.choice((" and ", ", ", " ", "; ", "\n", " - ", ": ")) + rng.choice(sentences())
    )


def _quote(rng: Random, text: str) -> str:
    left, right = rng.choice(("“”", '""', "''", "‘’", "()", "«»", "<>", "[]", '“"', "(]"))
    return left * rng.randrange(1, 9) + text + right * rng.randrange(0, 9)


MUTATIONS: tuple[Mutation, ...] = (
    *(_delete, _duplicate, _swap_words, _shuffle, _noise, _between_letters, _names_in, _digits, _cut, _join),
    *(_quote, _words_from(INJECTIONS), _words_from(DATES, NUMBERS), _words_from(GLUE, ACTS)),
    lambda _, text: text.upper(),
    lambda _, text: text.lower(),
    lambda _, text: text.swapcase(),
    lambda _, text: text[::-1],
    lambda _, text: text.replace(".", ""),
    lambda _, text: unicodedata.normalize("NFD", text),
    lambda rng, text: text.replace(
        " ", rng.choice(("", "  ", "\u00a0", "\n", "\n\n", "\t", ", ", ". ", "-"))
    ),
)


def _mutated(rng: Random) -> str:
    at = rng.randrange(len(sentences()))
    text = " ".join(sentences()[at : at + rng.choice((1, 1, 1, 2, 3))])
    for _ in range(rng.choice((1, 1, 2, 3))):
        text = rng.choice(MUTATIONS)(rng, text or ".")[:3000]
    return text


def _whole(rng: Random) -> str:
    at = rng.randrange(len(sentences()))
    text = " ".join(sentences()[at : at + 12])
    for _ in range(rng.randrange(1, 6)):
        text = rng.choice(MUTATIONS)(rng, text or ".")[:6000]
    return text


def _babble(rng: Random) -> str:
    """Words of our grammars in no order."""
    lists = (DATES, NUMBERS, GLUE, ACTS, _names(), _names(), GLUE, ACTS)
    text = " ".join(rng.choice(rng.choice(lists)) for _ in range(rng.randrange(3, 30)))
    return text + rng.choice((".", "", "\n"))


def _injected(rng: Random) -> str:
    return f"{rng.choice(sentences())}\n{rng.choice(INJECTIONS)} {rng.choice(sentences())[:200]}"


def _chaos(rng: Random) -> str:
    """Characters of any block."""
    tops = (0x80, 0x250, 0x600, 0x3000, 0xD800, 0xFFFF, 0x10FFFF)
    return "".join(chr(rng.randrange(rng.choice(tops))) for _ in range(rng.randrange(1, 120)))


def _foreign(rng: Random) -> str:
    told = rng.choice((*TOLD_IN.values(), *((short,) for short in SHORTLY.values())))
    text = rng.choice(told)
    return text if rng.random() < 0.5 else f"{rng.choice(sentences())} {rng.choice('“(- ')}{text}"


def _pumped(rng: Random) -> str:
    """A start, one or two parts many times, an end that fits none of it: what makes a pattern go back."""
    part = rng.choice(BOMBS) + rng.choice(("", "", rng.choice(BOMBS)))
    times = rng.choice((100, 300, 800)) // len(part) + 1
    start, end = (
        rng.choice(("", rng.choice(GLUE), rng.choice(sentences())[:80])),
        rng.choice(("", "x", "?!", "1")),
    )
    return f"{start}{part * times}{end}"


FAMILIES: dict[str, tuple[Callable[[Random], str], int]] = {
    "mutated": (_mutated, 50),
    "babble": (_babble, 22),
    "injected": (_injected, 8),
    "chaos": (_chaos, 10),
    "foreign": (_foreign, 5),
    "pumped": (_pumped, 3),
    "whole": (_whole, 2),
}
"""How each family is made, and its share in hundredths."""


def _encoded(rng: Random, text: str) -> bytes:
    way = rng.randrange(20)
    if way == 0:
        return text.encode("utf-16", "replace")
    if way == 1:
        return text.encode("cp1252", "replace")
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(rng.randrange(1, 9) if way == 2 and raw else 0):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def _day(rng: Random) -> date | None:
    far = (date.min, date.max, date(1, 2, 28), date(9999, 2, 1), date(1600, 2, 29), date(1582, 10, 10))
    near = date(1945, 1, 1) + timedelta(days=rng.randrange(30_000))
    return rng.choice((None, near, near, near, rng.choice(far)))


def inputs(seed: int, count: int) -> Iterator[Input]:
    """So many short inputs, the same for the same seed."""
    rng = Random(seed)
    kinds, shares = list(FAMILIES), [share for _, share in FAMILIES.values()]
    names = (
        None,
        None,
        "0000-00-00.txt",
        "9999-12-31-x.txt",
        "2022-11-03.txt",
        "\x1b[31m.txt",
        "-",
        "a" * 300,
    )
    for _ in range(count):
        family = rng.choices(kinds, shares)[0]
        text = FAMILIES[family][0](rng)
        yield Input(family, _encoded(rng, text), _day(rng), rng.choice(names))


LEAD = "SEOUL, Nov 3, 2022 - North Korea fired 23 missiles on Wednesday. South Korea "
TAIL = " fired three missiles in response."


def giants(size: int) -> Iterator[Input]:
    """One part over and over, `size` characters of it: in a dispatch, before what ends no word, alone."""
    for part in BOMBS:
        text = part * (size // len(part))
        yield _giant(part, f"{LEAD}{text}{TAIL}")
        yield _giant(part, f"{LEAD}{text}x{TAIL}")
        yield _giant(part, text)
    yield from (_giant(name, text) for name, text in _nests(size))


def _nests(size: int) -> Iterator[tuple[str, str]]:
    """Brackets, quotations, clauses and tags within each other, and long blank lines and words."""
    for left, right in ("()", "[]", "“”", "‘’", "<>", "«»", ("(Iran said ", ")"), ("“Iran said: ", "”")):
        times = size // len(left + right)
        yield left, f"{LEAD}{left * times} Iran fired {right * times}{TAIL}"
    for left, right in (("<div>", "</div>"), ("<p><b>", "</b></p>"), ("<nav>", "</nav>"), ("<!--", "-->")):
        times = size // len(left + right)
        yield left, f"<html><body><p>{LEAD}</p>{left * times}Peru bombed Ecuador.{right * times}{TAIL}"
    yield "who", f"The man {'who said that the man ' * (size // 23)}{'fired ' * (size // 23)}on Iran."
    yield "mojibake", f"{LEAD}Ã© {'a' * size}{TAIL}"
    yield "blank line", f"{LEAD}\n{' ' * size}\n{TAIL}"
    yield "one character", "a" * size
    yield "marks", LEAD + "\u0315\u0300" * (size // 2) + TAIL


def _giant(name: str, text: str) -> Input:
    return Input(f"giant {name!r}", text.encode("utf-8", "surrogatepass"), date(2022, 11, 3))
