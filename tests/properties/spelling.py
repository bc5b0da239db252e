"""Words that British and American papers spell differently."""

_PAIRS = """
defence defense/defences defenses/programme program/programmes programs/centre center
centres centers/theatre theater/harbour harbor/harbours harbors/labour labor/neighbour neighbor
neighbours neighbors/neighbouring neighboring/honour honor/honours honors/colour color
colours colors/armour armor/armoured armored/favour favor/favoured favored/behaviour behavior
manoeuvre maneuver/manoeuvres maneuvers/manoeuvring maneuvering/organisation organization
organisations organizations/mobilise mobilize/mobilised mobilized/mobilisation mobilization
mobilising mobilizing/recognise recognize/recognised recognized/recognises recognizes
criticise criticize/criticised criticized/apologise apologize/apologised apologized
authorise authorize/authorised authorized/normalise normalize/normalised normalized
normalisation normalization/nationalise nationalize/nationalised nationalized
militarised militarized/demilitarised demilitarized/demilitarisation demilitarization
civilisation civilization/penalise penalize/paralyse paralyze/cancelled canceled
cancelling canceling/travelled traveled/travelling traveling/signalled signaled/metre meter
metres meters/kilometre kilometer/kilometres kilometers/litre liter/tonnes tons/grey gray
aeroplane airplane/aeroplanes airplanes/sabre saber/calibre caliber/cheque check/judgement judgment
licence license/offence offense/offences offenses/pretence pretense/catalogue catalog
dialogue dialog/towards toward/backwards backward/afterwards afterward/amongst among/whilst while
practise practice/jewellery jewelry/plough plow/sceptical skeptical/tyre tire/ageing aging
storey story/enquiry inquiry/fulfil fulfill/instalment installment/skilful skillful/wilful willful
counsellor counselor
"""

AMERICAN = dict(pair.split(" ") for line in _PAIRS.split("\n")[1:-1] for pair in line.split("/"))
"""American by British."""
BRITISH = {american: british for british, american in AMERICAN.items() if american not in ("check", "while")}
"""British by American; only words whose American spelling means nothing else."""
for _word in ("license", "practice", "story", "tire", "tons", "among", "toward"):
    BRITISH.pop(_word, None)
