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
_COW = "https://correlatesofwar.org/data-sets/"

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
    Publisher(
        "cow-contiguity",
        "Stinnett, D. M., J. Tir, P. Schafer, P. F. Diehl and C. Gochman (2002). The Correlates of War "
        "project direct contiguity data, version 3. Conflict Management and Peace Science 19(2): 59-67.",
        _FREE,
        f"{_COW}direct-contiguity/",
    ),
    Publisher(
        "cshapes",
        "Schvitz, G., L. Girardin, S. Ruegger, N. B. Weidmann, L.-E. Cederman and K. S. Gleditsch (2022). "
        "Mapping the international system, 1886-2019: The CShapes 2.0 dataset. Journal of Conflict "
        "Resolution 66(1): 144-161.",
        "as stated by the publisher, non-commercial",
        "https://icr.ethz.ch/data/cshapes/",
    ),
    Publisher(
        "nmc",
        "Singer, J. D., S. Bremer and J. Stuckey (1972). Capability distribution, uncertainty, and major "
        "power war, 1820-1965. In B. Russett (ed.), Peace, War, and Numbers, 19-48. Sage. Singer, J. D. "
        "(1987). Reconstructing the Correlates of War dataset on material capabilities of states, 1816-1985. "
        "International Interactions 14(2): 115-132.",
        _FREE,
        f"{_COW}national-material-capabilities/",
    ),
    Publisher(
        "atop",
        "Leeds, B. A., J. M. Ritter, S. M. Mitchell and A. G. Long (2002). Alliance Treaty Obligations and "
        "Provisions, 1815-1944. International Interactions 28(3): 237-260.",
        _FREE,
        "http://www.atopdata.org/",
    ),
    Publisher(
        "cow-alliances",
        "Gibler, D. M. (2009). International Military Alliances, 1648-2008. CQ Press.",
        _FREE,
        f"{_COW}formal-alliances/",
    ),
    Publisher(
        "isard",
        "Miller, S. V. (2022). {peacesciencer}: An R package for quantitative peace science research. "
        "Conflict Management and Peace Science 39(6). Its scores are Polity's and V-Dem's: cite both.",
        "as stated by Polity and V-Dem",
        "https://cran.r-project.org/package=isard",
    ),
    Publisher(
        "vdem",
        "Coppedge, M., J. Gerring, C. H. Knutsen, S. I. Lindberg, J. Teorell and others. V-Dem country-year "
        "dataset. Varieties of Democracy (V-Dem) Project; cite the version that you use.",
        "as stated by the V-Dem Institute",
        "https://www.v-dem.net/data/",
    ),
    Publisher(
        "polity",
        "Marshall, M. G., and T. R. Gurr (2020). Polity5: Political regime characteristics and transitions, "
        "1800-2018. Center for Systemic Peace.",
        _FREE,
        "https://www.systemicpeace.org/inscrdata.html",
    ),
    Publisher(
        "cow-majors",
        "Correlates of War Project (2017). State system membership list, v2016: major powers.",
        _FREE,
        f"{_COW}state-system-membership/",
    ),
    Publisher(
        "nuclear-bleek",
        "Bleek, P. C. (2017). When did (and didn't) states proliferate? Chronicling the spread of nuclear "
        "weapons. Harvard Belfer Center. Nuclear Threat Initiative (2022). Compiled by Our World in Data.",
        "CC BY 4.0",
        "https://ourworldindata.org/nuclear-weapons",
    ),
    Publisher(
        "nk-provocations",
        "CSIS Beyond Parallel. Database: North Korean provocations.",
        "all rights to the texts reserved; dates and types are facts",
        "https://beyondparallel.csis.org/database-north-korean-provocations/",
    ),
)
"""Every publisher's data set that `ingest` reads."""

OWN = {
    "detente:korea": "the detente developers, chronology of the Koreas since 1953",
    "detente:episodes": "the detente developers, library of interstate episodes since 1946",
    "detente:facts": "the detente developers, standing facts of states and pairs",
}
"""Our own tables; each row names its sources."""
