"""A probability that cannot be stated alone: it carries its horizon, interval, base rate and sample."""

from dataclasses import dataclass

# ICD 203 (Office of the Director of National Intelligence, 2015), section on expressions of likelihood.
_WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)

TARGETS = ("incident", "fatal", "war")
"""A new militarized act; at least one battle death; a thousand battle deaths - each contains the next."""


def likelihood_words(p: float) -> str:
    """The ICD-203 expression for probability `p`; never "impossible"."""
    return next(words for bound, words in _WORDS if p < bound)


def one_in(p: float) -> int:
    """The N of "about 1 in N", to two significant digits; 1 from 2/3 upward."""
    if p <= 0.0:
        raise ValueError("a forecast is never 0: no finite N")
    exact = 1.0 / p
    digits = max(0, len(str(int(exact))) - 2)
    return int(round(exact, -digits))


def frequency(p: float) -> str:
    """`p` as people say it: "1 in 150" when small, "9 in 10" when large; never "impossible"."""
    if p < 1e-6:
        return "less than 1 in 1,000,000"
    if p >= 0.995:
        return "more than 99 in 100"
    if p >= 0.95:
        return f"{round(p * 100)} in 100"
    if p > 0.4:
        return f"{round(p * 10)} in 10"
    return f"1 in {one_in(p):,}"


@dataclass(frozen=True, slots=True)
class Estimate:
    """The probability `p` in [low, high] that `target` happens within `days` days after the as-of day.

    `base_rate` is what is usual for this pair (or, where the pair has no record, for pairs like it); `n` is
    the effective number of past cases behind `p`; `level` is the coverage that the interval claims.
    """

    target: str
    days: int
    p: float
    low: float
    high: float
    base_rate: float
    n: float
    one_in: int
    words: str
    level: float = 0.9

    def __post_init__(self) -> None:
        if not 0.0 < self.p < 1.0:
            raise ValueError(f"p = {self.p} is not strictly between 0 and 1")
        if not 0.0 <= self.low <= self.p <= self.high <= 1.0:
            raise ValueError(f"interval [{self.low}, {self.high}] does not hold p = {self.p}")
        if not 0.0 <= self.base_rate <= 1.0 or self.n < 0 or self.days <= 0:
            raise ValueError("an estimate needs a base rate in [0, 1], n >= 0 and days > 0")

    @classmethod
    def of(
        cls,
        target: str,
        days: int,
        p: float,
        interval: tuple[float, float],
        *,
        base_rate: float,
        n: float,
        level: float = 0.9,
    ) -> "Estimate":
        """The estimate with its frequency and words filled in."""
        low, high = interval
        return cls(target, days, p, low, high, base_rate, n, one_in(p), likelihood_words(p), level)


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with the bounds that its method gives; `method` names it."""

    value: float
    low: float
    high: float
    method: str = ""

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"interval [{self.low}, {self.high}] does not hold {self.value}")
