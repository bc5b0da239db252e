"""Words cut into pieces of a fixed vocabulary, the longest first (Wu et al. 2016, WordPiece, section 4.1)."""

import re
from collections.abc import Iterator, Sequence

from detente.record.gazetteer import fold

FIRST, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
"""Pieces that stand for the beginning of a text, the end of a sentence, and an unknown word."""

WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST = 100


class Pieces:
    """A vocabulary; a piece that goes on with a word begins with "##"."""

    def __init__(self, names: Sequence[str]) -> None:
        """`names` in the order of their numbers."""
        self.names = tuple(names)
        self._number = {name: k for k, name in enumerate(names)}
        self.first, self.end, self._unknown = (self._number[name] for name in (FIRST, END, UNKNOWN))

    def of(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces, of its small letters without accents."""
        small = fold(word)
        found = tuple(self._cut(small)) if len(small) <= _LONGEST else (-1,)
        return (self._unknown,) if -1 in found else found

    def _cut(self, word: str) -> Iterator[int]:
        """Longest pieces from the left; -1 where none fits."""
        start, mark = 0, ""
        while start < len(word):
            fits = (end for end in range(len(word), start, -1) if mark + word[start:end] in self._number)
            end = next(fits, None)
            if end is None:
                yield -1
                return
            yield self._number[mark + word[start:end]]
            start, mark = end, "##"
