"""Verbs that tell an act, as crises are described the world over since 1946; one row a sense, first match wins.

Row: kind | lemmas | conditions. Conditions, all to hold: o= word or CLASS in the object, s= in the subject,
p= a preposition of the verb, w= a word in the clause, t= a particle or adverb; `!` negates; `/` parts choices.
`-` as kind drops the trigger (a metaphor, an idiom).
"""
# ruff: noqa: E501 - a row is one line

VERBS = """
- | fire shoot | o=coach/manager/minister/employee/worker/question
- | launch open hold strike | o=film/website/investigation/album/product/deal/balance/bargain/blow/chord/campaign/book/probe/inquiry/exhibition
- | strike | s=earthquake/quake/typhoon/storm/worker/union/disaster
- | hit | o=market/economy/growth/record/low/high
- | strike reach conclude | o=compromise/consensus w=parliament/coalition/party
- | attack bombard defeat beat siege storm battle | o=goal/defence/net/critic/budget/bill
- | reject | o=sanction/blame s=court
- | station base keep | w=are/is
accusation | hold | w=responsible/accountable
warning_shots | fire shoot discharge let | o=warning w=shot/burst/round/fire/flare
- | fire | o=tear/rubber
space_launch | launch put send fire place orbit | o=satellite/spacecraft
nuclear_test | test detonate explode | o=device/bomb/warhead w=NUCLEAR
nuclear_test | carry conduct stage hold perform test detonate explode set undertake | o=NUCLEAR w=test/bomb/device/explosion/detonation/experiment !o=missile
nuclear_strike | drop detonate use | o=bomb/weapon/warhead o=NUCLEAR p=on/over/against w=bomb/weapon
missile_launch | fire launch lob shoot send loose hurl | o=MISSILE w=SEA/test/drill/over/space !w=kill/destroy
missile_strike | fire launch lob shoot send rain hurl loose unleash pour direct | o=MISSILE p=at/on/against/into/across
missile_strike | fire launch lob shoot send rain hurl loose unleash | o=MISSILE w=HARM
missile_launch | fire launch lob shoot send test test-fire test-launch conduct carry loose stage perform | o=MISSILE
terror_attack | attack strike storm kill blow bomb raid assault open slaughter hijack | s=NONSTATE !s=army
terror_attack | kill die | w=NONSTATE/suicide/bomber/claim w=bombing/attack/bomb/blast/assault/shooting/massacre !s=AIRCRAFT !w=AIRCRAFT
missile_strike | hit strike pound slam crash fall land kill | s=MISSILE !w=sea/SEA
missile_launch | fall land splash fly crash | s=MISSILE w=SEA
missile_strike | attack strike hit pound target bomb | w=missile/rocket !w=site/battery/position/base !s=DRONE
drone_strike | attack strike hit bomb target pound kill | s=DRONE
drone_strike | attack strike hit bomb target pound | w=drone !o=DRONE
drone_incursion | cross enter violate fly intrude penetrate | s=DRONE
drone_strike | launch send unleash | o=DRONE p=at/against/on
drone_incursion | send launch fly | o=DRONE p=into/over/across
balloons | send float launch release fly | o=BALLOON
live_fire_drill | fire launch | w=drill/exercise !w=HARM o=SHELL/live/ammunition
live_fire_drill | hold conduct stage carry announce begin start launch | o=live-fire/live/firing w=EXERCISE
joint_exercise | hold conduct stage begin start launch open carry kick resume practise run | o=EXERCISE w=joint/combined/together/with/bilateral
exercise | hold conduct stage begin start launch open carry kick resume practise mount run rehearse | o=EXERCISE
joint_exercise | begin start open kick | s=EXERCISE w=joint/with/combined
exercise | begin start open simulate kick | s=EXERCISE
exercise | rehearse simulate practise | w=invasion/landing/attack/assault/strike/blockade/force/troop
parade | parade roll display show | o=MISSILE/WEAPON/tank w=parade/square/anniversary
artillery_fire | fire lob rain hurl shoot direct send pour | o=SHELL !w=warning/drill
artillery_fire | shell bombard cannonade mortar |
artillery_fire | pound hit hammer strike batter | s=SHELL/GUNS
artillery_fire | fall land explode hit strike | s=shell/mortar/round/artillery
artillery_fire | exchange trade duel | o=artillery/mortar/shell/howitzer/bombardment/barrage/cross-border
airstrike | retaliate | s=AIRCRAFT
artillery_fire | answer reply respond retaliate return open attack | w=artillery/howitzer/mortar/cannon/shell/gun
response | retaliate |
response | hit strike fire shoot | t=back
response | answer reply respond react | p=with w=strike/fire/rocket/missile/bomb/raid/shell/attack/barrage/volley/salvo/artillery
naval_clash | exchange trade open fight clash return battle engage | s=SHIP w=FIRE/shot/fire !p=at/on
naval_clash | sink torpedo | o=SHIP !w=torpedo/mine !s=AIRCRAFT
torpedo_attack | torpedo |
torpedo_attack | sink hit strike break | w=torpedo
naval_clash | sink scuttle | o=SHIP
shootdown | shoot bring down | t=down
shootdown | bring shoot take knock | o=AIRCRAFT t=down !o=border
shootdown | blow shoot blast knock | w=sky
shootdown | down | o=AIRCRAFT
shootdown | destroy intercept hit | o=AIRCRAFT w=missile/shot/fire/air-defence/overhead/interceptor !w=airfield/ground/base/hangar
small_arms_fire | exchange trade | o=FIRE/shot/fire
small_arms_fire | open return | o=fire
small_arms_fire | fire shoot snipe | p=on/at/across/upon/into/toward/over !o=MISSILE
small_arms_fire | fire shoot | o=shot/volley/bullet/PERSON/round/burst
killing | kill slay execute murder massacre hack behead lynch gun | o=PERSON/dozen/hundred s=soldier/guard/troop/police/army/mob/demonstrator/marine/border-guard/militia/commando
assassination | assassinate |
assassination | kill poison murder blow | o=LEADERP w=drone/bomb/strike/agent/car/poison/sniper/target/explosion/raid
airstrike | bomb strafe |
airstrike | attack strike hit pound raid destroy target blast bombard drop release | s=AIRCRAFT
airstrike | drop release unload | o=BOMB
airstrike | carry conduct launch stage mount order | o=air/airstrike/bombing w=strike/airstrike/raid/bombing/sortie/attack
ramming | ram bump sideswipe |
collision | collide |
obstruction | block obstruct shadow harass surround intercept impede prevent chase hamper encircle swarm | o=SHIP/AIRCRAFT/fisherman/passage/convoy/patrol/resupply
obstruction | turn spray direct fire use blast train aim | w=water/laser w=cannon/laser !o=SHELL
obstruction | place position put station | o=itself/themselves w=between/mouth/lagoon/way/path
mine_blast | hit strike maim blow wound kill damage | s=MINE/explosion/blast
mine_blast | maim blow wound | w=MINE
mine_blast | plant lay | o=MINE/bomb
mine_blast | damage | w=explosion/blast/mine/limpet
terror_attack | blow detonate explode | w=suicide/bomber/car/himself/bus/embassy/hotel
raid | raid ambush |
raid | attack storm assault strike | o=LAND/BASE/embassy/post/patrol/camp !w=artillery
raid | cross slip infiltrate penetrate | o=LINE s=commando/TROOPS w=attack/raid/strike/kill/destroy/blow
raid | carry conduct launch stage mount | o=raid/strike/attack/assault/operation/incursion !w=cyber
demolition | demolish raze | o=house/bridge/office/building/village/post/monument/road
demolition | blow | t=up o=bridge/office/building/road/dam/railway/pipeline/dyke
demolition | sabotage |
ground_clash | clash fight battle skirmish duel | !o=corruption/inflation/election/disease/poverty/drug !w=protester/police
ground_clash | attack assault engage repel repulse counterattack counter-attack storm | s=TROOPS/army
ground_clash | break rage erupt flare | s=fighting/clash/combat/battle/skirmish/hostility/firefight
artillery_fire | break rage erupt resume | s=shelling/bombardment/artillery
melee_clash | brawl scuffle grapple wrestle |
melee_clash | clash fight attack beat | w=MELEE
invasion | invade |
invasion | pour sweep roll drive thrust storm march push surge cross attack | s=TROOPS p=into/across/over/through !o=line w=tank/division/army/column/troop/armour
occupation | land drop wade parachute | s=TROOPS w=islet/rock/reef/shoal/outcrop/atoll/cay
invasion | land drop wade parachute swarm | s=TROOPS p=on/at/in/near/around/west/east/north/south/behind/onto w=beach/island/isle/shore/coast/dawn/storm/assault/seize/capture/garrison/paratrooper/bridgehead/beachhead
invasion | cross | s=tank/division/armour/armor/column/army/brigade o=border/frontier
invasion | launch begin start mount order unleash | o=invasion/offensive
invasion | attack | p=with/along/across/from/on w=front/line/dawn/all/whole/army/division
occupation | capture seize take occupy overrun storm recapture retake conquer hold | o=LAND
occupation | occupy overrun conquer recapture retake |
occupation | land plant raise hoist put | o=flag/camp/tent/outpost w=island/islet/reef/shoal/rock/hill/there
occupation | dig entrench | t=in
occupation | tighten take | o=hold/control
annexation | annex absorb incorporate |
seizure | seize board impound commandeer confiscate hijack capture commandeer | o=SHIP/AIRCRAFT/cargo/oil/property/company/embassy
seizure | nationalise |
capture | capture |
capture | take seize hold | o=CAPTOR/prisoner/hostage/alive/captive
capture | take | w=prisoner/captive/alive/hostage
abduction | abduct kidnap snatch |
abduction | seize | o=PERSON
detention | detain arrest intern jail imprison apprehend |
detention | hold | w=being w=held !o=talk/meeting/drill
detention | hold | o=PERSON w=custody/detention/prison/jail/captive/being
blockade | blockade besiege quarantine |
blockade | impose declare tighten mount begin lay announce order | o=blockade/quarantine/siege/no-fly/embargo w=blockade/quarantine/siege/naval/no-fly
blockade | close block seal surround encircle | o=strait/canal/port/gulf/passage/base/harbour/sea/corridor
martial_law | declare impose proclaim announce order approve introduce | o=martial/emergency w=law/state
martial_law | declare proclaim | o=state w=emergency/siege/alarm
propaganda_broadcast | blare broadcast beam resume begin start switch | o=propaganda/loudspeaker/broadcast !w=off
gps_jamming | jam spoof | !w=traffic/passport
cyber_attack | hack |
cyber_attack | launch carry conduct mount attack hit target disrupt | w=cyber/cyberattack/hacker/malware/ransomware/cyber-attack
incursion | violate breach | o=LINE
incursion | cross enter penetrate overfly intrude infiltrate stray trespass | o=LINE/airspace/waters/territory
incursion | intrude infiltrate overfly encroach trespass |
incursion | fly sail slip sneak drift move march send | p=into/across/inside/through/over w=airspace/waters/territory/border/side/line/frontier/territorial
incursion | come run swim wade slip | w=ashore/aground w=submarine/infiltrator/commando/agent/frogman/intruder
incursion | cross push slip | p=into s=TROOPS/SHIP/AIRCRAFT/armour/bulldozer
incursion | cross enter | s=TROOPS/SHIP/AIRCRAFT/patrol/infiltrator w=LINE
air_patrol | scramble |
air_patrol | fly send dispatch scramble | o=bomber/jet/fighter/warplane/AIRCRAFT w=into/up/over/near/overhead/off/along/toward/towards/aloft/past/air/patrol !w=leader/rescue/home/aid
air_patrol | fly patrol overfly | s=AIRCRAFT w=near/along/over/off/border/coast/peninsula
naval_deployment | send dispatch deploy sail move order prepare despatch assemble steer | o=SHIP/navy
naval_deployment | sail steam enter head arrive gather transit | s=SHIP
naval_deployment | patrol | s=SHIP
weapons_deployment | deploy station install move position ship place site base set | o=WEAPON/MISSILE/battery !p=under
troop_movement | send deploy move dispatch mass rush order pour amass concentrate airlift despatch station assemble rotate build shift double | o=TROOPS/reinforcement/force/troop !o=rocket
troop_movement | mass move gather assemble advance deploy dig land arrive head build | s=TROOPS/troop/armour/tank w=border/frontier/toward/towards/near/along/line/north/south/east/west/position/kuwait/gulf/region/up
troop_movement | mobilise |
troop_movement | call | t=up o=reservist/reserve/conscript/army/men
troop_movement | reinforce fortify strengthen | o=border/garrison/position/frontier/troop/presence/post/force
troop_movement | order | o=mobilisation/mobilization/TROOPS/army p=to/in
alert | put place raise order go step heighten strengthen stand | w=alert/readiness/vigilance/alarm/defcon/standby
alert | cancel | o=leave w=soldier/army/police/military
ground_clash | kill wound injure die | w=clash/fighting/combat/battle/skirmish/firefight/fight/crossfire
missile_strike | kill wound | s=missile/rocket
artillery_fire | kill wound | w=shelling/shell/artillery/mortar/bombardment
airstrike | kill wound | w=airstrike/air-strike/bombing/warplane/jet
small_arms_fire | kill wound | w=firing/shooting/sniper/gunfire/fire/shot
terror_attack | kill | w=bombing/suicide/bomb/attack/grenade !s=AIRCRAFT
killing | kill slay | s=TROOPS/guard/police/sniper
airstrike | kill | s=AIRCRAFT
ground_clash | kill | o=TROOPS/guard/policeman/officer/sailor/pilot !w=accident/crash/avalanche/flood/earthquake/drill
aid_military | send deliver | o=WEAPON/ammunition p=to
aid_military | arm supply provide give furnish sell | o=military/logistical/ammunition w=support/aid/help/assistance
aid_military | supply provide give sell ship furnish donate lend funnel | o=WEAPON/TROOPS/military/logistical/ammunition !t=up/back
aid_military | arm train equip fund finance | o=NONSTATE/army/force/rebel
aid | send give provide donate deliver ship airlift pledge | o=AID !o=military
nuclear_threat | threaten warn vow hint brandish | w=nuclear/atomic w=use/strike/war/weapon/attack/annihilate/holocaust/option/sword !w=talk/inspector/treaty/deal/programme/test
ultimatum | give set issue deliver hand | o=ultimatum/deadline/hour/day w=ultimatum/deadline/hours/hour/face/else/until/or !o=interview
threat_nonforce | promise vow | w=SANCTIONS/veto/severe/isolation/consequences
threat_nonforce | threaten warn vow caution | w=SANCTIONS/isolation/expel/veto/suspend/end/withdraw/cooperation/sever/downgrade/consequences/economic/break/quit !w=strike/attack/war/military/force/destroy
threat | threaten |
threat | warn caution | w=attack/strike/war/force/retaliation/retaliate/military/fire/destroy/crush/response/respond/consequence/intervene/invasion/act/defend/pay/blow/shoot/sink/invade/regret/bomb/ash/annihilate
threat | vow swear pledge promise threaten warn | w=lesson/teach/attack/strike/war/retaliation/retaliate/revenge/avenge/fire/destroy/crush/merciless/intervene/annihilate/liberate/hit/response/punish/sink/defend/wipe/respond/blood
threat | defend secure protect | o=soil/territory/sovereignty/border/airspace/land/independence w=will/would/'ll/ready
threat | do | w=necessary/everything/same w=whatever/everything/all/we
threat | respond retaliate reply hit strike punish | w=will/'ll w=force/attack/blow/kind/harsh/back/firmly/decisively/necessary/any/every
threat | reserve | o=right w=respond/retaliate/force/strike/reply/protect/act/answer
threat | authorise permit let allow empower | w=force/troop/strike/invade/attack/war s=parliament/house/congress/president/assembly/senate/duma/chamber/leader
territorial_claim | claim | o=LAND/sovereignty/sea/waters/archipelago/islands/them/territory w=LAND/sovereignty/sea/part/own/since
territorial_claim | raise | o=flag
territorial_claim | tow plant move | o=rig/buoy/platform/flag/marker
accusation | accuse blame allege charge | !o=fee/price
accusation | complain | p=of/about/that/against
accusation | call term describe brand label denounce | w=aggression/aggressor/war/violation/hostile/piracy/terrorism/provocation/crime/terrorist/murder/barbaric
condemnation | condemn denounce deplore criticise decry slam assail rebuke censure protest |
condemnation | call term describe brand label | w=reckless/provocative/unacceptable/irresponsible/illegal/outrageous/arrogant/dangerous/unjustified/destabilising/destabilizing/absurd/shameful/intolerable/unlawful
condemnation | express voice | o=concern/outrage/condemnation/anger/indignation/dismay
protest_note | summon lodge deliver hand file submit present | o=protest/note/complaint/ambassador/envoy/demarche/démarche/charge/attaché
demand_withdrawal | demand urge call ask order request tell press | w=withdraw/withdrawal/leave/pull/pullout/pull-out/pull-back/evacuate/vacate/retreat/retire/quit/barracks/go
demand_release | demand urge call ask request press | w=release/return/free/hand !w=border/normal
appeal | seek request demand | o=session/meeting w=council
appeal | ask request urge call write turn appeal | o=council/nations/command/nato/security/assembly/union/court/league/secretary-general w=session/meeting/talks/intervene/observer/help/act/mediate/resolution/call/council
appeal_deescalate | urge appeal call ask plead press counsel implore beg exhort | w=restraint/calm/ceasefire/cease-fire/peace/de-escalate/de-escalation/truce/stop/halt/hold/dialogue/avoid/end/cease/talks/negotiate/table/hostilities/shooting/cool
mediation | mediate broker arbitrate intercede shuttle |
demand_aid | ask appeal request seek | o=AID/WEAPON/help
demand_aid | appeal request seek | w=aid/weapon/assistance/help/arms/troop/military/protection
demand | demand |
demand | insist | p=on
demand | call ask press urge | w=apology/apologise/compensation/explanation/lift/revoke/renounce/abandon/dismantle/stop/disarm/hand/inspection/destroy/cancel/concession
appeal | appeal ask write turn complain request call | p=to/for/on w=council/security/nations/u.n/u.n./court/nato/arbitration/observer
investigation | investigate probe | w=incident/attack/sinking/crash/shooting/killing
refuse_withdrawal | refuse reject decline rule | w=withdraw/withdrawal/leave/evacuate/vacate/pull
reject_talks | refuse reject decline spurn cancel boycott snub rule pull | w=talk/talks/meet/negotiate/dialogue/summit/negotiation/meeting/mediation
reject_proposal | refuse reject decline spurn dismiss rebuff turn veto scorn | o=proposal/offer/plan/demand/term/draft/request/compromise/initiative/resolution/truce/ceasefire/agreement/treaty/condition/sanction
reject_proposal | refuse decline | w=sign/accept/agree/agreement/proposal/offer/lift/send/send/deal
rejection | reject | o=ultimatum/claim/accusation/charge/responsibility/allegation/protest/verdict/ruling/note/decision
rejection | refuse decline | w=access/inspector/recognise/apologise/hand/let/allow/give/permit/admit/return/join/release
rejection | refuse | o=access/permission/entry/visa/request
rejection | bar | o=inspector/observer
summit | meet hold host | s=leader/president/prime/minister/emperor/premier/chairman w=summit/president/leader/prime/handshake !s=foreign/defence/council
summit | hold host attend | o=summit
summit | cross step | o=line/demarcation w=leader/president/summit/foot/hand
visit | visit tour |
visit | travel fly arrive go come send journey | p=to/in/on w=visit/talks/trip/guest/sister/envoy/delegation/minister/president/emissary !w=troop/soldier/ambassador/home
talks | hold open resume begin start conduct restart | o=TALKS
talks | negotiate confer parley |
talks | talk | p=with/for/about
talks | break collapse fail end open resume begin stall deadlock | s=TALKS !t=out
phone_call | telephone phone ring |
phone_call | speak talk tell call discuss | w=phone/telephone/hotline/video/telephoned
meeting | meet | p=with/in/at !s=council/cabinet/parliament/committee/market
meeting | meet | o=president/minister/leader/counterpart/official/delegation/general/PERSON
offer_talks | offer propose suggest invite want agree ready | w=talk/talks/dialogue/negotiate/negotiation/meet/summit/meeting/hotline !w=mediate
mediation | offer | w=mediate/mediation/office
pledge_defence | pledge promise vow commit reaffirm guarantee reiterate | w=defence/defend/ally/protect/security/umbrella/commitment/alliance/aid
promise | promise pledge undertake agree commit vow offer | w=stop/halt/end/suspend/withdraw/release/return/cooperation/reunion/dismantle/resume/respect/peace/freeze/cease/allow/remove/restore/switch/refrain/moratorium/not/renounce/inspection
agreement | sign initial conclude reach ratify seal strike ink | o=TREATY
agreement | name put | o=name/signature p=to
agreement | agree | w=demarcate/border/cooperate/establish/hotline/restore/normalise/exchange
ceasefire | agree sign declare accept reach conclude observe announce begin arrange broker proclaim | o=ceasefire/cease-fire/truce/armistice
ceasefire | agree | w=ceasefire/cease-fire/truce/armistice
ceasefire | end | o=war/conflict/hostility
ceasefire | take hold come | s=ceasefire/cease-fire/truce/armistice
recognition | recognise | o=independence/state/region/republic/government/sovereignty/regime/border/LAND
recognition | establish restore normalise resume | o=RELATIONS
endorsement | back support endorse | !o=law/bill/resolution !w=logistical
endorsement | promise pledge voice express offer | o=support/backing/solidarity
withdrawal_announced | announce say declare order pledge | w=withdrawal/withdraw/pullback/pull-back/pullout
withdrawal | withdraw retreat evacuate | !o=draft/resolution/ambassador/envoy/treaty/bid/offer/proposal
withdrawal | pull move draw fall step | t=back/out w=TROOPS/SHIP/force/border/army/frontier/edge/tank
withdrawal | go leave return | w=home/barracks s=TROOPS
release | free release repatriate | o=PERSON/PRISONER/men
release | hand return | t=over/back o=PRISONER/CAPTOR/PERSON/body
release | hand | o=PRISONER
regret | apologise |
regret | express offer voice | o=regret/apology/remorse/condolence
regret | admit acknowledge concede | w=mistake/responsibility/error/accident/mistakenly
concession | back give drop abandon cancel scrap renounce shelve | t=way/down o=plan/claim/missile/deployment/demand/programme/way/exercise
concession | back | t=down
concession | lift ease relax | o=SANCTIONS/blockade
sanction | freeze seize | o=asset/account/approval/fund/pipeline
sanction | impose announce slap tighten adopt order extend introduce approve widen declare put place step | w=sanction/sanctions/embargo/tariff/blacklist/penalty/measures !w=lift/relief/threaten
sanction | blacklist sanction embargo boycott |
sanction | ban halt stop suspend cut bar | o=import/export/trade/arms/oil/aid/gas/delivery/shipment/supply/fuel/grain/water
diplomatic_break | break sever cut rupture suspend end terminate | o=RELATIONS w=relations/ties/diplomatic/relation/tie
diplomatic_break | break | t=off w=diplomatic/ties/relation/tie
diplomatic_break | shut close | o=embassy/mission/consulate/liaison
recall_ambassador | recall withdraw call summon | o=ENVOY !o=council
expel_diplomats | expel declare eject oust | o=DIPLOMAT/persona/attache
expel_diplomats | order give tell | o=DIPLOMAT w=leave/hours/country
suspend_talks | walk storm | t=out/from/away w=TALKS/meeting/session/table
suspend_talks | call | t=off o=TALKS
suspend_talks | suspend break cancel postpone halt adjourn freeze | o=TALKS
suspend_agreement | suspend cancel freeze scrap postpone | o=EXERCISE/contact/cooperation w=joint/with/military
suspend_agreement | suspend scrap abrogate violate breach freeze annul | o=TREATY/cooperation/protocol/pact
withdraw_treaty | withdraw leave quit pull abandon renounce denounce scrap tear exit walk | w=treaty/pact/accord/npt/agreement/deal !w=sign/troop
close_border | close shut seal | o=BORDER
close_border | stop suspend halt cut ban | o=train/bus/flight/traffic/crossing/airline/overflight w=train/bus/flight/flights/traffic/border
family_reunion | reunite | o=family
accident | crash | s=AIRCRAFT !w=market
"""
