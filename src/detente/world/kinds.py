"""Kinds of act: our finer labels, each with its default PLOVER type and mode, CAMEO code and rung.

Defaults follow PLOVER manual 0.8 (2021) and CAMEO 1.1b3; a reader of texts may override the rung upward
when the text says that the act killed.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act; `plover`, `mode` and `cameo` are None for acts outside those schemes."""

    name: str
    plover: str | None
    mode: str | None
    cameo: str | None
    rung: int

    @property
    def text(self) -> str:
        """The name in plain words."""
        return self.name.replace("_", " ")


_ROWS = (
    ("missile_launch", "MOBILIZE", "weapons", "150", 4),
    ("nuclear_test", "MOBILIZE", "weapons", "150", 4),
    ("space_launch", "MOBILIZE", "weapons", "150", 4),
    ("live_fire_drill", "MOBILIZE", "weapons", "150", 4),
    ("exercise", "MOBILIZE", "troops", "150", 4),
    ("joint_exercise", "COOPERATE", None, "062", 4),
    ("air_patrol", "MOBILIZE", "weapons", "150", 4),
    ("warning_shots", "MOBILIZE", "weapons", "150", 5),
    ("incursion", "MOBILIZE", "troops", "150", 5),
    ("troop_movement", "MOBILIZE", "troops", "154", 4),
    ("naval_deployment", "MOBILIZE", "weapons", "154", 4),
    ("weapons_deployment", "MOBILIZE", "weapons", "154", 4),
    ("alert", "MOBILIZE", "troops", "152", 4),
    ("artillery_fire", "ASSAULT", "heavy-weapons", "194", 6),
    ("small_arms_fire", "ASSAULT", "firearms", "193", 6),
    ("airstrike", "ASSAULT", "aerial", "195", 6),
    ("drone_strike", "ASSAULT", "drone", "195", 6),
    ("missile_strike", "ASSAULT", "heavy-weapons", "195", 6),
    ("naval_clash", "ASSAULT", "heavy-weapons", "190", 6),
    ("ground_clash", "ASSAULT", "firearms", "190", 6),
    ("melee_clash", "ASSAULT", "primitive", "190", 6),
    ("raid", "ASSAULT", "firearms", "190", 6),
    ("invasion", "ASSAULT", None, "190", 6),
    ("war", "ASSAULT", None, "190", 8),
    ("shootdown", "ASSAULT", "heavy-weapons", "190", 6),
    ("torpedo_attack", "ASSAULT", "explosives", "190", 6),
    ("ramming", "ASSAULT", None, "190", 6),
    ("mine_blast", "ASSAULT", "explosives", "183", 6),
    ("terror_attack", "ASSAULT", None, "180", 6),
    ("assassination", "ASSAULT", "targeted", "186", 7),
    ("killing", "ASSAULT", None, "180", 7),
    ("abduction", "ASSAULT", "abduct", "181", 6),
    ("capture", "ASSAULT", "abduct", "181", 6),
    ("demolition", "ASSAULT", "destroy", "1712", 6),
    ("occupation", "COERCE", "seize", "192", 6),
    ("annexation", "COERCE", "seize", "192", 6),
    ("seizure", "COERCE", "seize", "171", 6),
    ("detention", "COERCE", "arrest", "173", 3),
    ("blockade", "COERCE", "restrict", "191", 6),
    ("obstruction", "COERCE", "restrict", "191", 5),
    ("martial_law", "COERCE", "martial-law", "1724", 3),
    ("propaganda_broadcast", "COERCE", "misinformation", "170", 3),
    ("threat", "THREATEN", "violence", "138", 2),
    ("nuclear_threat", "THREATEN", "violence", "1385", 2),
    ("ultimatum", "THREATEN", None, "139", 2),
    ("threat_nonforce", "THREATEN", "restrict", "131", 2),
    ("territorial_claim", "THREATEN", "territory", "1382", 2),
    ("demand", "REQUEST", "yield", "105", 2),
    ("demand_withdrawal", "REQUEST", "yield", "1056", 2),
    ("demand_release", "REQUEST", "yield", "1053", 2),
    ("appeal", "REQUEST", None, "020", 2),
    ("appeal_deescalate", "REQUEST", "yield", "0256", 2),
    ("demand_aid", "REQUEST", "assist", "103", 2),
    ("accusation", "ACCUSE", "allege", "1123", 2),
    ("condemnation", "ACCUSE", "disapprove", "111", 2),
    ("protest_note", "ACCUSE", "disapprove", "114", 2),
    ("investigation", "ACCUSE", "investigate", "093", 2),
    ("rejection", "REJECT", None, "120", 2),
    ("reject_talks", "REJECT", "meet", "125", 2),
    ("reject_proposal", "REJECT", None, "127", 2),
    ("refuse_withdrawal", "REJECT", "yield", "1246", 2),
    ("summit", "CONSULT", "third-party", "044", 1),
    ("visit", "CONSULT", "visit", "042", 1),
    ("talks", "CONSULT", None, "046", 1),
    ("phone_call", "CONSULT", "phone", "041", 1),
    ("mediation", "CONSULT", None, "045", 1),
    ("meeting", "CONSULT", None, "040", 1),
    ("offer_talks", "AGREE", None, "036", 1),
    ("promise", "AGREE", None, "030", 1),
    ("pledge_defence", "AGREE", None, "0332", 1),
    ("agreement", "SUPPORT", None, "057", 0),
    ("recognition", "SUPPORT", None, "054", 0),
    ("endorsement", "SUPPORT", None, "051", 0),
    ("ceasefire", "RETREAT", "ceasefire", "0871", 0),
    ("ceasefire_announced", "CONCEDE", None, "0871", 0),
    ("withdrawal", "RETREAT", "withdraw", "0874", 0),
    ("withdrawal_announced", "CONCEDE", None, "0356", 0),
    ("release", "RETREAT", "release", "0841", 0),
    ("release_announced", "CONCEDE", None, "0353", 0),
    ("regret", "CONCEDE", None, "055", 0),
    ("concession", "CONCEDE", None, "080", 0),
    ("sanction", "SANCTION", "discontinue", "163", 3),
    ("diplomatic_break", "SANCTION", "discontinue", "161", 3),
    ("recall_ambassador", "SANCTION", "withdraw", "161", 3),
    ("expel_diplomats", "SANCTION", "expel", "166", 3),
    ("suspend_talks", "SANCTION", "discontinue", "164", 3),
    ("suspend_agreement", "SANCTION", "discontinue", "160", 3),
    ("close_border", "SANCTION", "discontinue", "160", 3),
    ("withdraw_treaty", "SANCTION", "withdraw", "160", 3),
    ("aid_military", "AID", None, "072", 0),
    ("military_support", "COOPERATE", None, "062", 0),
    ("collision", None, None, None, 5),
    ("accident", None, None, None, 5),
    ("weapons_test", "MOBILIZE", "weapons", "150", 4),
    ("nuclear_activity", "MOBILIZE", "weapons", "150", 4),
    ("parade", "MOBILIZE", "troops", "150", 4),
    ("balloons", "COERCE", "misinformation", "170", 3),
    ("drone_incursion", "MOBILIZE", "weapons", "150", 5),
    ("gps_jamming", "COERCE", "restrict", "170", 3),
    ("cyber_attack", "COERCE", "cyber", "176", 3),
    ("family_reunion", "COOPERATE", None, "060", 0),
    ("aid", "AID", None, "070", 0),
    ("nuclear_strike", "ASSAULT", "cbr", "2042", 9),
)

KINDS = {row[0]: Kind(*row) for row in _ROWS}
"""Every kind by its name."""

SYMMETRIC = frozenset(
    {
        "agreement",
        "ceasefire",
        "ground_clash",
        "joint_exercise",
        "meeting",
        "melee_clash",
        "naval_clash",
        "phone_call",
        "summit",
        "talks",
        "war",
        "family_reunion",
        "collision",
    }
)
"""Kinds without direction when the text names both sides as doers."""
