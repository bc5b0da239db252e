"""When something happened, as precisely as is known and no more: "1953" is a year, not a day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

PRECISION_BY_LENGTH = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A day, month or year: the closed span of days [start, end] that it may be."""

    start: date
    end: date
    precision: str

    @staticmethod
    def parse(text: str) -> "When":
        """Read "2022-11-02", "2022-11" or "2022"; ValueError for anything else."""
        return _parsed(text)

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Self:
        """The span of a year, of a month, or of one day."""
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31), "year")
        if day is None:
            return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")
        return cls(date(year, month, day), date(year, month, day), "day")

    @property
    def text(self) -> str:
        """ISO 8601 cut to the precision; `When.parse` reads it back."""
        return self.start.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    def known_by(self, day: date) -> bool:
        """Whether all of it lies on or before `day`; a year counts only when it is over."""
        return self.end <= day

    def may_be_before(self, day: date) -> bool:
        """Whether it can lie on or before `day`."""
        return self.start <= day

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@lru_cache(maxsize=1 << 16)
def _parsed(text: str) -> When:
    """Dates repeat by the thousand in a history: each is read once."""
    digits = text.replace("-", "")
    if len(text) not in PRECISION_BY_LENGTH or not digits.isascii() or not digits.isdigit():
        raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    return When.of(*(int(part) for part in text.split("-")))
