"""The probability that an event is coded right, by how it was read.

Made by `detente.record.fit.shares` on the 39 development dispatches of `shared/dispatches` with Laplace
smoothing: of the events of each way of reading, the share whose states and PLOVER type agree with gold. Leave
one dispatch out, its Brier score beats that of one common share (`tests/unit/record/test_gold.py` prints both).
"""

TABLE: dict[str, float] = {}
DEFAULT = 0.5


def way_of_reading(coder: str, *, symmetric: bool, inferred: tuple[str, ...], status: str) -> str:
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
    return f"{reader} mutual" if symmetric else f"{reader} direct"


def probability(way: str) -> float:
    """The probability for a way of reading."""
    return TABLE.get(way, DEFAULT)
