"""CAMEO codes as our kinds: for feeds that carry only the code (CAMEO manual 1.1b3, Schrodt 2012)."""

from functools import cache

from detente.archive.formats.base import RowRejected
from detente.world.ladder import rung_of_cameo

KIND_OF_CAMEO = {
    "01": "talks",
    "02": "appeal",
    "0256": "appeal_deescalate",
    "03": "promise",
    "036": "offer_talks",
    "0332": "pledge_defence",
    "04": "meeting",
    "041": "phone_call",
    "042": "visit",
    "043": "visit",
    "045": "mediation",
    "046": "talks",
    "05": "endorsement",
    "054": "recognition",
    "055": "regret",
    "057": "agreement",
    "06": "aid",
    "062": "military_support",
    "07": "aid",
    "072": "aid_military",
    "08": "concession",
    "084": "release",
    "087": "withdrawal",
    "0871": "ceasefire",
    "09": "investigation",
    "10": "demand",
    "103": "demand_aid",
    "1053": "demand_release",
    "1056": "demand_withdrawal",
    "11": "condemnation",
    "112": "accusation",
    "114": "protest_note",
    "12": "rejection",
    "125": "reject_talks",
    "127": "reject_proposal",
    "13": "threat_nonforce",
    "138": "threat",
    "1382": "territorial_claim",
    "1385": "nuclear_threat",
    "139": "ultimatum",
    "14": "condemnation",
    "15": "weapons_deployment",
    "151": "alert",
    "152": "alert",
    "153": "alert",
    "154": "troop_movement",
    "16": "sanction",
    "160": "suspend_agreement",
    "161": "diplomatic_break",
    "163": "sanction",
    "164": "suspend_talks",
    "166": "expel_diplomats",
    "17": "obstruction",
    "171": "seizure",
    "172": "martial_law",
    "173": "detention",
    "176": "cyber_attack",
    "18": "terror_attack",
    "181": "abduction",
    "183": "mine_blast",
    "186": "assassination",
    "19": "raid",
    "191": "blockade",
    "192": "occupation",
    "193": "small_arms_fire",
    "194": "artillery_fire",
    "195": "airstrike",
    "20": "killing",
    "2042": "nuclear_strike",
}
"""The kind that a code, or the longest of these prefixes of it, stands for."""


@cache
def kind_of_cameo(code: str) -> str:
    """The kind of a CAMEO code; RowRejected for a text that is no CAMEO code."""
    if code.isascii() and code.isdigit() and 2 <= len(code) <= 4:
        for length in range(len(code), 1, -1):
            if code[:length] in KIND_OF_CAMEO:
                return KIND_OF_CAMEO[code[:length]]
    raise RowRejected(f"{code[:20]!r} is no CAMEO code")


@cache
def rung_of(code: str) -> int:
    """The rung of a CAMEO code; RowRejected for a text that is no CAMEO code."""
    kind_of_cameo(code)
    return rung_of_cameo(code)
