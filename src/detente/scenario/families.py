"""Families of kinds of act: what sort of thing was done, whatever its rung."""

from detente.world.kinds import KINDS

_MEMBERS = {
    "a weapons test": "missile_launch nuclear_test space_launch weapons_test live_fire_drill "
    "nuclear_activity",
    "a show of force": "exercise joint_exercise air_patrol troop_movement naval_deployment "
    "weapons_deployment alert parade",
    "a breach of bounds": "incursion drone_incursion raid obstruction ramming balloons collision gps_jamming "
    "propaganda_broadcast accident",
    "fire": "warning_shots artillery_fire small_arms_fire airstrike drone_strike missile_strike shootdown "
    "torpedo_attack mine_blast nuclear_strike",
    "a clash of troops": "naval_clash ground_clash melee_clash",
    "an invasion": "invasion war occupation annexation",
    "a taking": "seizure capture abduction detention blockade demolition",
    "a covert blow": "terror_attack assassination killing cyber_attack",
    "pressure": "sanction diplomatic_break recall_ambassador expel_diplomats suspend_talks suspend_agreement "
    "close_border withdraw_treaty martial_law",
}
_BY_RUNG = {0: "a conciliatory act", 1: "talks", 2: "words"}
_OF = {kind: family for family, kinds in _MEMBERS.items() for kind in kinds.split()}
FAMILIES = (*_MEMBERS, *_BY_RUNG.values())
"""All families, in words."""


def family(kind: str) -> str:
    """The family of a kind, in words; "" for a kind that is not known."""
    if kind not in KINDS:
        return ""
    return _OF.get(kind) or _BY_RUNG.get(KINDS[kind].rung, "pressure")


def number(kind: str) -> int:
    """1, 2, ... for the family of a kind; 0 for a kind that is not known."""
    found = family(kind)
    return FAMILIES.index(found) + 1 if found else 0
