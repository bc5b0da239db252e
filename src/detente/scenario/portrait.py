"""What two states are like, in words that can be laid beside those of other pairs."""

from dataclasses import dataclass

from detente.world.traits import Traits

UNEVEN, LOPSIDED = 3.0, 10.0
"""Ratios of military capability from which a pair counts as uneven, and as lopsided."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """The traits that are compared: values in words, always in the same order."""

    values: tuple[str, ...]

    @classmethod
    def of(cls, traits: Traits) -> "Portrait":
        """The portrait of a pair with these traits."""
        return cls(
            (
                ("no nuclear state", "one nuclear state", "two nuclear states")[min(2, len(traits.nuclear))],
                _BORDERS.get(traits.neighbours, "no shared border"),
                "a dispute over land" if traits.territorial else "no standing dispute over land",
                "formal allies" if traits.allied else "no alliance between them",
                "an armistice without peace" if traits.armistice else "no armistice between them",
                "a major power among them" if traits.major else "no major power among them",
                _balance(traits),
            )
        )

    def alike(self, other: "Portrait") -> tuple[str, ...]:
        """What both have, in words."""
        return tuple(a for a, b in zip(self.values, other.values, strict=True) if a == b)

    def unlike(self, other: "Portrait") -> tuple[str, ...]:
        """What `other` has instead, in words."""
        return tuple(b for a, b in zip(self.values, other.values, strict=True) if a != b)

    def likeness(self, other: "Portrait") -> float:
        """The share of traits that agree."""
        return len(self.alike(other)) / len(self.values)


_BORDERS = {"land": "a shared land border", "sea": "coasts that face each other"}


def _balance(traits: Traits) -> str:
    shares = sorted(traits.military.values())
    if len(shares) < 2 or shares[0] <= 0.0:
        return "forces whose balance is not known"
    ratio = shares[-1] / shares[0]
    return "even forces" if ratio < UNEVEN else "uneven forces" if ratio < LOPSIDED else "lopsided forces"
