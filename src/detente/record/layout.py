"""A dispatch as a row of tokens: pieces of words, and one token for each name of a state, whichever it is.

The states themselves are masked: a token says only that here is the name, the people, the capital, a leader
of the state that the text names most often, second most often, and so on. So what is learned from one pair
holds for any other, and swapping two states swaps the answer.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.record.gazetteer import Mention
from detente.record.pieces import WORD, Pieces

SLOTS = 12
"""States that are told apart, those named most; further ones are a name of no matter which."""

MENTIONS = ("name", "demonym", "abbrev", "capital", "relative", "metonym", "body", "leader", "place", "short")
"""Kinds of mention in the order of their embeddings."""

WINDOW = 480
"""Tokens that are read together; a longer text is read in such pieces, a third of each read before."""

MOST = 2_000
"""Tokens after which no further sentence is taken: some 80 sentences, a second of reading."""

NO = -1


@dataclass(slots=True)
class Layout:
    """Tokens in order; `piece` is NO for a mention, `kind` and `slot` NO for a piece.

    A mention of several states, or of one beyond `SLOTS`, has the slot `SLOTS`. `place` is 1 for words that
    stand for where, plus 2 for a leader who is no longer in office. `at` gives the token of each word by its
    first character, `codes` the state of each slot.
    """

    codes: tuple[str, ...]
    piece: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    slot: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self.piece)

    def add(self, sentence: int, piece: int, kind: int = NO, slot: int = NO, place: int = 0) -> None:
        """One more token."""
        self.piece.append(piece)
        self.kind.append(kind)
        self.slot.append(slot)
        self.place.append(place)
        self.sentence.append(sentence)


def lay_out(
    text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention], pieces: Pieces
) -> Layout:
    """The tokens of the first sentences of `spans`, up to `MOST`, each followed by the piece that ends it."""
    often = Counter(mention.codes[0] for mention in mentions if len(mention.codes) == 1)
    layout = Layout(tuple(code for code, _ in often.most_common(SLOTS)))
    slots = {code: k for k, code in enumerate(layout.codes)}
    layout.add(0, pieces.first)
    k = 0
    for number, (start, end) in enumerate(spans):
        if len(layout) >= MOST:
            break
        while k < len(mentions) and mentions[k].start < start:
            k += 1
        here = start
        while k < len(mentions) and mentions[k].start < end:
            _add_words(layout, text, here, mentions[k].start, number, pieces)
            _add_mention(layout, mentions[k], number, slots)
            here, k = max(here, mentions[k].end), k + 1
        _add_words(layout, text, here, end, number, pieces)
        layout.add(number, pieces.end)
    return layout


def _add_words(layout: Layout, text: str, start: int, end: int, sentence: int, pieces: Pieces) -> None:
    for word in WORD.finditer(text, start, end):
        layout.at.setdefault(word.start(), len(layout))
        for piece in pieces.of(word[0]):
            layout.add(sentence, piece)


def _add_mention(layout: Layout, mention: Mention, sentence: int, slots: dict[str, int]) -> None:
    slot = slots.get(mention.codes[0], SLOTS) if len(mention.codes) == 1 else SLOTS
    layout.at.setdefault(mention.start, len(layout))
    layout.add(sentence, NO, MENTIONS.index(mention.kind), slot, mention.place + 2 * mention.former)


def windows(layout: Layout, pieces: Pieces, size: int = WINDOW) -> Iterator[tuple[int, int, int]]:
    """(start, end, new): tokens [start, end) are read together, and those from `new` on for the first time.

    They begin and end with sentences where sentences are short enough.
    """
    ends = [k + 1 for k, piece in enumerate(layout.piece) if piece == pieces.end]
    start = done = 0
    while done < len(layout):
        end = max((e for e in ends if done < e <= start + size), default=min(start + size, len(layout)))
        end = end if end > done else len(layout)
        yield start, end, done
        done = end
        start = next((e for e in ends if end - size // 3 <= e <= end), end)
