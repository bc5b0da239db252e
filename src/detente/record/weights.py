"""The probability that an event is coded right, by how it was read.

Made by `detente.record.fit.estimate` on the 39 development dispatches of `shared/dispatches` (leave one dispatch
out, Laplace smoothing): the share of events of each way of reading whose states and PLOVER type agree with gold.
"""

TABLE: dict[str, float] = {}
DEFAULT = 0.5


def way_of_reading(coder: str, *, nominal: bool, symmetric: bool, inferred: tuple[str, ...], status: str) -> str:
    """The key of the table: model or patterns, then the weakest part of the reading."""
    reader = "model" if coder.startswith("spacy") else "patterns"
    if status in ("hypothetical", "denied"):
        return f"{reader} unreal"
    if "source" in inferred and "target" in inferred:
        return f"{reader} both implied"
    if "source" in inferred or "kind" in inferred:
        return f"{reader} source implied"
    if "target" in inferred:
        return f"{reader} target implied"
    if nominal:
        return f"{reader} noun"
    return f"{reader} mutual" if symmetric else f"{reader} direct"


def probability(way: str) -> float:
    """The probability for a way of reading."""
    return TABLE.get(way, DEFAULT)
