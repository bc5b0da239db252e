"""What stands for years: armistices, alliances, umbrellas, nuclear weapons, disputes over land."""

from dataclasses import dataclass
from datetime import date

from detente.world.when import When


@dataclass(frozen=True, slots=True)
class Fact:
    """A standing fact of state `a`, or of `a` and `b`, valid from `since` until `until` (ISO, either empty).

    `stated` are the character offsets where a dispatch says so (None: from our tables); `agrees` says whether
    tables and text agree (None: only one of them speaks).
    """

    fact: str
    a: str
    b: str | None = None
    since: str | None = None
    until: str | None = None
    detail: str = ""
    sources: tuple[str, ...] = ()
    stated: tuple[int, int] | None = None
    agrees: bool | None = None

    def begun_by(self, day: date) -> bool:
        """Whether it may have begun on or before `day`."""
        return not self.since or When.parse(self.since).may_be_before(day)

    def valid_on(self, day: date) -> bool:
        """Whether it holds on `day`; a bound known only to the year holds for the whole year."""
        return self.begun_by(day) and (not self.until or When.parse(self.until).end >= day)

    def closed(self, day: date) -> "Fact":
        """The same fact as it was known on `day`: an end that lies later is not known yet."""
        if self.until and When.parse(self.until).end > day:
            return Fact(
                self.fact,
                self.a,
                self.b,
                self.since,
                None,
                self.detail,
                self.sources,
                self.stated,
                self.agrees,
            )
        return self
