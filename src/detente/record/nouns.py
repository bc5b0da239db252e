"""Nouns that tell an act; rows as in `lexicon`: m= a modifier (compound, adjective, "of ..."), w= in the clause."""
# ruff: noqa: E501 - a row is one line

NOUNS = """
- | war | m=civil/cold/price/trade/world/star/propaganda/class/gang/word/currency/drug
- | attack strike shot launch test raid assault | m=heart/panic/verbal/penalty/general/hunger/book/product/late/virus/blood/school/transport/rail/screen/vaccine
- | deal agreement accord talk meeting | m=coalition/trade/wage/budget/film/merger/party/cabinet/emergency
- | exercise | m=electoral/routine/academic/physical
- | summit | m=regional/climate/business/economic/eu/g20/g7/g8/asean/opec/apec
nuclear_test | test explosion detonation experiment blast | m=NUCLEAR
space_launch | launch | m=satellite/space
missile_launch | launch firing test test-firing test-fire test-launch launching volley salvo | m=MISSILE/ballistic/missile
missile_launch | launch firing test | w=missile/rocket/ballistic
missile_strike | strike attack barrage bombardment | m=MISSILE
drone_strike | strike attack raid | m=drone/uav
airstrike | airstrike air-strike |
airstrike | strike attack raid bombing bombardment sortie bombing-raid | m=air/aerial/bombing/jet/f-16/warplane/bomber
airstrike | bombing | !m=suicide/car/truck/bus/hotel/embassy/terrorist/roadside
terror_attack | bombing bomb | m=suicide/car/truck/bus/hotel/roadside/terrorist
terror_attack | attack assault siege bombing shooting massacre hijacking | m=terror/terrorist/suicide/militant/bomb/gunman/parliament/hotel/hijack
terror_attack | hijacking |
torpedo_attack | attack | m=torpedo
cyber_attack | attack cyberattack cyber-attack hack hacking intrusion | m=cyber/computer/hacker/network
cyber_attack | cyberattack cyber-attack |
artillery_fire | shelling bombardment barrage cannonade |
artillery_fire | fire duel exchange attack strike | m=artillery/mortar/shell/howitzer/tank
small_arms_fire | firing shooting gunfire crossfire sniping | m=cross-border/border/heavy/unprovoked/frontier/indiscriminate/soldier/troop/ceasefire/across/guard/of/sporadic
ground_clash | firefight skirmish | !m=SHIP
naval_clash | battle clash skirmish engagement exchange | m=naval/sea/ship/gunboat
naval_clash | sinking | m=SHIP
melee_clash | brawl scuffle melee fistfight |
ground_clash | clash fighting combat battle dogfight | !m=political/street/parliament/legal/court
ground_clash | exchange | m=fire/gunfire/shot
ground_clash | exchange | w=kill/wound/fire/shell !m=student/cultural/prisoner/view/trade/letter
raid | raid ambush | !m=police/air/bombing/tax
raid | incursion attack operation | m=commando/cross-border/ground
raid | attack strike assault | m=border/armed/deadly/surprise/military/recent/surgical/unprovoked/punitive/preemptive/pre-emptive/retaliatory/latest
shootdown | downing shootdown shooting-down shoot-down |
shootdown | loss | m=AIRCRAFT
invasion | invasion | !m=alien/privacy/pitch
war | war | w=begin/start/brink/edge/risk/full-scale/declare/declaration/mean/beginning/outbreak/new/limited/danger/verge/prospect/avoid/want/since/seek/between/expect/against/after/die/kill/start/perish
occupation | occupation seizure capture | m=LAND/of/military !m=SHIP/AIRCRAFT/PERSON
seizure | seizure capture hijacking boarding | m=SHIP/AIRCRAFT/asset
capture | capture | m=PERSON
annexation | annexation |
blockade | blockade quarantine | !m=corona/health/hotel
detention | detention arrest imprisonment | m=PERSON/diplomat/of/crew
abduction | abduction kidnapping |
assassination | assassination |
assassination | killing murder poisoning | m=LEADERP
killing | killing massacre shooting murder execution | m=PERSON/soldier/civilian/of
incursion | incursion intrusion infiltration overflight trespass |
- | violation breach | w=call/brand/term/label/describe
incursion | violation breach | m=airspace/territory/border/line/sovereignty/air/territorial
collision | collision |
ramming | ramming |
mine_blast | explosion blast | m=mine/landmine/limpet
live_fire_drill | drill exercise manoeuvre maneuver | m=live-fire/live/firing/artillery
joint_exercise | exercise drill manoeuvre maneuver wargame war-game | m=joint/combined/bilateral
exercise | drill manoeuvre maneuver wargame war-game exercise | m=military/naval/large-scale/air/annual/landing/big/war/army/snap/spring/winter/tank/navy/amphibious
troop_movement | buildup build-up mobilisation mobilization massing concentration movement deployment reinforcement | m=TROOPS/military/general/force/army/troop/partial/of
naval_deployment | deployment dispatch arrival | m=SHIP/naval/fleet
weapons_deployment | deployment stationing installation dispatch | m=MISSILE/WEAPON
propaganda_broadcast | broadcast | m=propaganda/loudspeaker
withdrawal | withdrawal pullback pullout retreat pull-back pull-out evacuation disengagement | !m=draft/treaty
ceasefire | armistice truce ceasefire cease-fire |
agreement | treaty accord pact agreement | m=sign/peace/border/nuclear/nonaggression/signing/of/defence/non-aggression/reconciliation
sanction | sanction embargo | m=new/fresh/additional/economic/oil/arms
expel_diplomats | expulsion | m=DIPLOMAT
recall_ambassador | recall withdrawal | m=ENVOY
summit | summit |
summit | meeting encounter handshake | m=summit/president/leader/historic/spectacular w=president/leader/prime/kim/trump/summit
talks | talk negotiation dialogue parley | !m=radio/pep/small/transfer
visit | visit | !m=hospital/home
phone_call | call conversation | m=telephone/phone/video/hotline
condemnation | condemnation |
protest_note | protest note demarche démarche | m=diplomatic/formal/strong/official w=lodge/deliver/send/hand/file
ultimatum | ultimatum |
threat | threat | m=war/force/attack/retaliation/invasion/military
accusation | accusation allegation |
regret | apology |
accident | accident |
family_reunion | reunion | m=family
response | response retaliation reprisal counterattack counter-attack counterstrike riposte reprisal-raid revenge
"""
