"""Publishers' data sets: how to cite them, on what terms, and where to get them.

None of them ships with detente; `ingest` reads the publisher's own file.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publisher:
    """A data set of others; `key` is the beginning of the names that the archive gives to its versions."""

    key: str
    citation: str
    terms: str
    where: str

    @property
    def text(self) -> str:
        """Citation, terms and address in one line."""
        return f"{self.citation} Terms: {self.terms}. From {self.where}"


_FREE = "free for research with citation"

PUBLISHERS = (
    Publisher(
        "mie",
        "Gibler, D. M., and S. V. Miller (2024). The Militarized Interstate Events (MIE) dataset, 1816-2014. "
        "Conflict Management and Peace Science.",
        _FREE,
        "https://internationalconflict.ua.edu/",
    ),
    Publisher(
        "mid",
        "Palmer, G., R. W. McManus, V. D'Orazio, M. R. Kenwick, M. Karstens, C. Bloch, N. Dietrich, K. Kahn, "
        "K. Ritter and M. J. Soules (2022). The MID5 dataset, 2011-2014: Procedures, coding rules, and "
        "description. Conflict Management and Peace Science 39(4): 470-482.",
        _FREE,
        "https://correlatesofwar.org/data-sets/mids/",
    ),
    Publisher(
        "gml",
        "Gibler, D. M., S. V. Miller and E. K. Little (2016). An analysis of the Militarized Interstate "
        "Dispute (MID) dataset, 1816-2001. International Studies Quarterly 60(4): 719-730.",
        _FREE,
        "https://internationalconflict.ua.edu/",
    ),
    Publisher(
        "icews",
        "Boschee, E., J. Lautenschlager, S. O'Brien, S. Shellman, J. Starz and M. Ward (2015). ICEWS coded "
        "event data. Harvard Dataverse, doi:10.7910/DVN/28075.",
        "as stated in the Dataverse",
        "https://doi.org/10.7910/DVN/28075",
    ),
    Publisher(
        "ucdp-dyadic",
        "Harbom, L., E. Melander and P. Wallensteen (2008). Dyadic dimensions of armed conflict, 1946-2007. "
        "Journal of Peace Research 45(5): 697-710.",
        "CC BY 4.0",
        "https://ucdp.uu.se/downloads/",
    ),
    Publisher(
        "ucdp-acd",
        "Gleditsch, N. P., P. Wallensteen, M. Eriksson, M. Sollenberg and H. Strand (2002). Armed conflict "
        "1946-2001: A new dataset. Journal of Peace Research 39(5): 615-637.",
        "CC BY 4.0",
        "https://ucdp.uu.se/downloads/",
    ),
)
"""Every publisher's data set that `ingest` reads."""

OWN = {
    "detente:korea": "the detente developers, chronology of the Koreas since 1953",
    "detente:episodes": "the detente developers, library of interstate episodes since 1946",
    "detente:facts": "the detente developers, standing facts of states and pairs",
}
"""Our own tables; each row names its sources."""
