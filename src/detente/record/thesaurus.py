"""Words that may tell an act of a kind, in any sense of theirs: wide on purpose, for the ranker to weigh.

Rows are `kind | verbs | nouns`; a verb with a particle is written `pull+out`. The lexicons say what words mean
as a rule; these lists only say what they might.
"""
# ruff: noqa: E501 - a row is one line

from functools import lru_cache

_ROWS = """
missile_launch | fire launch test test-fire lob loose shoot flight-test hurl send lift+off | launch firing test launching volley salvo liftoff missile rocket flight-test splashdown
nuclear_test | test detonate explode conduct | test explosion detonation blast device
space_launch | launch orbit loft place | launch satellite liftoff
live_fire_drill | fire shell practise practice rehearse bombard | drill practice exercise firing live-fire range manoeuvre
exercise | exercise rehearse drill practise practice train stage hold simulate manoeuvre parade | exercise drill manoeuvre war-game simulation rehearsal training landing
joint_exercise | exercise rehearse drill practise train stage hold join sail | exercise drill manoeuvre rehearsal training patrol
air_patrol | fly overfly patrol scramble buzz shadow intercept sweep escort circle tail skirt probe sortie streak swoop take+off thunder | flight patrol sortie interception overflight scramble flypast intercept escort buzz
warning_shots | fire warn shoot scare | shot flare burst fire warning
incursion | cross intrude enter penetrate violate infringe trespass infiltrate stray slip breach encroach overfly wander step land creep filter sneak push transgress wade sail | incursion intrusion violation infiltration overflight crossing breach trespass encroachment penetration landing
troop_movement | mass move deploy mobilise reinforce concentrate assemble redeploy send dispatch rush pour transfer bring station gather amass position airlift call+up draft muster rail ferry roll march dig fortify entrench build+up bolster strengthen shift pile advance garrison converge head truck stream occupy man | movement buildup mobilisation concentration deployment reinforcement massing redeployment transfer arrival garrison call-up airlift column convoy trench battalion
naval_deployment | send dispatch deploy sail steam order despatch station position anchor arrive patrol put+out cruise head shadow divert move trail assign reinforce enter converge | deployment dispatch arrival voyage transit passage task-force flotilla presence patrol sailing
weapons_deployment | deploy install station site move position place mount emplace ship transfer set+up erect unveil instal aim target point activate base | deployment stationing installation emplacement siting battery
alert | alert arm place put ready prepare cancel mobilise raise order stand+to brace activate close scramble | alert readiness mobilisation leave alarm
artillery_fire | shell bombard pound fire rain hit mortar lob hammer batter strafe open rocket barrage blast duel land plaster rake pummel send engage cannonade | shelling bombardment barrage fire cannonade salvo duel round shell mortar artillery firing gunnery
small_arms_fire | shoot fire open snipe exchange gun rake spray riddle strafe machine-gun trade return pepper aim wound | shooting fire gunfire shot firing sniping crossfire burst exchange fusillade volley
airstrike | bomb strike attack hit raid blast pound strafe bombard target level flatten destroy rocket rake napalm sortie swoop dive streak pulverise plaster carpet-bomb | strike airstrike raid bombing attack sortie bombardment strafing wave mission
drone_strike | strike hit attack slam crash target explode kill bomb destroy ram | strike attack drone swarm raid
missile_strike | strike hit fire launch slam attack rain target rocket pound land destroy fall explode crash plunge | strike attack barrage salvo bombardment volley missile rocket impact
naval_clash | sink fire attack engage shell exchange battle clash hit torpedo damage duel fight open disable scuttle set chase | clash battle engagement skirmish sinking duel fight encounter exchange
ground_clash | clash fight battle skirmish engage exchange grapple contest repel trade beat+off repulse duel combat attack storm defend resist collide counterattack | clash fighting battle skirmish firefight combat engagement encounter fight exchange counterattack hostilities
melee_clash | brawl scuffle fight punch grapple beat stone push jostle hurl club trade come wrestle throw shove | brawl scuffle melee fistfight punch-up stone-throwing
raid | raid attack storm strike ambush penetrate hit assault burn ransack sack loot overrun blow+up sweep swoop set plunder land destroy cross fall kill dynamite sabotage | raid ambush attack incursion assault operation strike foray sabotage sack landing sweep
invasion | invade attack cross enter land march storm pour sweep thrust push overrun advance drive roll assault occupy parachute seize strike intervene penetrate smash drop | invasion offensive attack assault landing thrust advance aggression onslaught intervention push incursion drive
war | war fight declare wage erupt break+out begin start end rage embark | war hostilities conflict fighting battle
shootdown | shoot+down down bring+down destroy hit shoot intercept knock+down crash fell claim lose jam force+down neutralise splash | downing shootdown loss interception destruction wreckage kill
torpedo_attack | torpedo sink hit attack strike | torpedo torpedoing attack sinking
ramming | ram collide hit bump strike sink crush block shoulder cut+across sideswipe | ramming collision bump
mine_blast | strike hit explode detonate mine blow+up sink trigger kill maim wound step lay | explosion blast mine landmine mining
terror_attack | attack bomb explode kill hijack gun+down detonate seize storm blow+up strike shoot ambush | attack bombing explosion blast massacre hijacking siege assault bomb shooting
assassination | assassinate kill murder poison shoot gun+down blow+up slay target strangle attempt | assassination murder killing poisoning attempt death plot
killing | kill murder shoot slay execute massacre behead bayonet butcher lynch die gun+down hang drown hack slaughter torture stab mow+down | killing murder death massacre shooting execution slaughter
abduction | abduct kidnap seize snatch carry+off drag take hijack spirit hold capture round+up | abduction kidnapping seizure kidnap taking disappearance
capture | capture seize take detain hold surrender round+up imprison intern net captive catch overpower | capture prisoner captive surrender seizure taking
demolition | demolish destroy blow+up raze burn dynamite bulldoze topple wreck sack ransack torch cut tear+down smash storm vandalise pull+down dismantle sabotage set level gut sever break hoist | demolition destruction burning razing sacking sabotage arson blast cutting vandalism
occupation | occupy seize take capture overrun control hold retake enter storm recapture garrison annex conquer fall wrest win evict dig+in plant entrench settle land | occupation seizure capture fall takeover control conquest foothold post
annexation | annex incorporate absorb proclaim declare | annexation incorporation
seizure | seize impound confiscate capture board detain take hijack arrest hold requisition nationalise apprehend intercept escort tow commandeer expropriate bring | seizure boarding capture confiscation arrest impounding hijacking nationalisation expropriation interception
detention | detain arrest hold imprison jail sentence intern seize charge round+up apprehend try pick+up convict keep question | detention arrest imprisonment internment trial custody holding sentence
blockade | blockade block quarantine close seal mine encircle besiege cut+off surround strangle bar choke interdict isolate halt stop | blockade quarantine siege closure encirclement mining embargo
obstruction | block obstruct harass stop hamper bar prevent turn+back cut impede disrupt shadow deny halt hold+up delay intercept water-cannon chase board expel drive+off shine jam intimidate ram surround snag hinder corner dazzle repel fence refuse spray | harassment obstruction interference blockade laser water-cannon delay disruption chase cutting roadblock barrier
martial_law | declare impose proclaim mobilise | martial-law emergency mobilisation
propaganda_broadcast | broadcast blare drop beam scatter leaflet resume air jeer | broadcast leaflet loudspeaker propaganda campaign
threat | threaten warn vow pledge swear promise menace brandish declare reserve consider crush retaliate defend answer fight repel pay meet respond hit destroy punish regret teach face rattle resist avenge strike | threat warning vow menace pledge retaliation reprisal right sabre-rattling
nuclear_threat | threaten warn remind rattle raise brandish vow promise target | threat warning nuclear-alert arsenal option
ultimatum | warn demand give set issue order threaten tell present deliver | ultimatum deadline demand notice
threat_nonforce | threaten warn vow consider pledge promise hint raise declare reconsider review reserve caution | threat warning sanction consequence measure
territorial_claim | claim declare proclaim assert lay raise plant annex extend redraw publish name dispute insist include tow recall hoist contest print | claim map flag sovereignty decree title pretension law
demand | demand insist call require ask press urge order want claim set summon seek request exhort | demand call request condition claim insistence
demand_withdrawal | demand order call ask urge tell require insist request press invite warn bid want summon | demand call request order appeal resolution
demand_release | demand call ask urge insist request press seek plead want appeal | demand call request appeal plea
appeal | appeal ask request call seek urge take turn refer write petition bring complain invoke beg submit apply lodge convene raise summon file invite address | appeal request letter complaint petition session plea application invitation call
appeal_deescalate | urge appeal call plead counsel exhort ask press beg caution advise entreat beseech recommend implore request summon bid | appeal call plea resolution urging request entreaty
demand_aid | ask appeal request seek call invoke plead turn want beg | request appeal plea call aid
accusation | accuse blame charge allege claim say denounce complain report hold implicate fault link trace impute brand assert impugn point list attribute level reproach describe | accusation charge allegation claim complaint blame finger imputation
condemnation | condemn denounce deplore criticise decry protest censure assail slam rebuke call describe brand regret reject express voice deprecate castigate reprove disapprove lament blast scold reproach chide term label rap | condemnation denunciation criticism censure rebuke outrage protest resolution concern dismay
protest_note | protest summon lodge hand deliver deplore file submit complain send object call+in register present note convoke carpet make remonstrate demarche | protest note demarche complaint representation objection summons letter
investigation | investigate probe inquire examine look inspect open | investigation inquiry probe inspection commission
rejection | reject refuse deny dismiss decline rebuff turn+down spurn repudiate brush+aside rule+out bar scorn shrug+off ignore return contest wave+off disavow block | rejection refusal denial rebuff repudiation dismissal
reject_talks | refuse reject decline rule+out spurn boycott rebuff ignore cancel turn+down skip snub leave | refusal rejection boycott snub
reject_proposal | reject refuse veto dismiss decline spurn rebuff turn+down block scorn oppose brush+aside defeat deny shelve discard throw+out repudiate | rejection veto refusal rebuff
refuse_withdrawal | refuse reject decline stay remain insist rule+out vow hold keep continue persist | refusal rejection
summit | meet confer hold host attend shake sit talk receive embrace | summit meeting encounter handshake talks conference
visit | visit arrive travel fly go come tour land receive welcome host call send journey drive stop return pay meet | visit trip tour arrival mission journey delegation stay envoy
talks | talk negotiate meet confer discuss open resume begin hold sit parley bargain convene end break+down collapse continue conclude adjourn consult exchange restart reconvene | talks negotiation meeting discussion dialogue conference round session parley consultation contact bargaining exchange
phone_call | telephone phone call speak talk ring discuss converse tell | call conversation telephone hotline phone-call
mediation | mediate broker shuttle intercede arbitrate offer try arrange facilitate carry host meet conciliate propose intervene sponsor persuade bring shepherd act convene reconcile invite convey | mediation good-offices brokerage shuttle effort mission envoy conciliation arbitration initiative intermediary
meeting | meet receive gather see confer host greet sit attend | meeting encounter audience session gathering reception
offer_talks | offer propose invite suggest call ready agree seek express favour welcome want request consent urge | offer proposal invitation readiness overture feeler
promise | promise pledge agree undertake vow offer assure commit consent accept guarantee give propose bind declare | promise pledge undertaking offer assurance commitment guarantee
pledge_defence | pledge promise vow guarantee reaffirm commit assure stand defend honour back protect cover aid | pledge guarantee commitment promise assurance umbrella
agreement | sign agree initial conclude reach ratify approve seal accept endorse strike settle exchange establish delimit normalise adopt finalise clinch enter demarcate resolve | agreement accord treaty pact deal protocol memorandum settlement communique convention signing understanding declaration armistice
recognition | recognise establish restore normalise accredit acknowledge resume accept open | recognition acknowledgement normalisation ties relations
endorsement | back support endorse welcome approve stand praise side hail applaud echo champion defend express commend | support backing endorsement solidarity approval
ceasefire | agree sign cease observe accept end halt stop hold declare silence order suspend lay+down respect take+effect come arrange conclude | ceasefire truce armistice cease-fire cessation lull halt standstill end
ceasefire_announced | declare announce order offer proclaim accept propose halt suspend cease call | ceasefire truce cease-fire halt cessation pause
withdrawal | withdraw pull+out leave retreat evacuate pull+back depart retire quit go vacate recall move return disengage fall+back fly+home abandon draw turn thin+out dismantle sail embark back+off repatriate redeploy remove | withdrawal pullout pullback retreat evacuation departure disengagement return exit
withdrawal_announced | announce order declare agree pledge promise say begin accept | withdrawal pullout pullback departure drawdown
release | release free return repatriate hand+over exchange swap let pardon set deliver discharge surrender send+back liberate escort | release return repatriation exchange swap handover freeing
release_announced | announce promise agree pledge order offer say | release return exchange pardon
regret | regret apologise express admit acknowledge concede offer convey | regret apology condolence remorse admission sorrow
concession | concede drop lift yield abandon back+down give ease waive relax renounce accept cancel restore reopen bow climb+down agree soften relent comply allow shelve withdraw suspend reverse resume unblock remove | concession climb-down lifting easing reopening compliance
sanction | sanction ban embargo freeze impose suspend cut halt blacklist boycott stop bar block cancel tighten cut+off restrict penalise seize withhold raise slap expel revoke target deny curb scrap forbid prohibit | sanction embargo ban boycott freeze restriction tariff measure blacklist curb penalty cutoff suspension
diplomatic_break | break sever cut break+off suspend close downgrade rupture end shut expel | break rupture severance breach
recall_ambassador | recall withdraw call+home summon bring order leave | recall withdrawal
expel_diplomats | expel declare order throw+out give eject deport oust kick+out send | expulsion persona
suspend_talks | suspend break+off walk+out cancel postpone adjourn call+off halt end quit freeze leave boycott interrupt abandon collapse storm | suspension walkout breakdown cancellation adjournment collapse postponement
suspend_agreement | suspend abrogate denounce scrap cancel void freeze annul break violate repudiate tear+up terminate renounce breach halt disavow stop | suspension abrogation breach annulment cancellation violation
close_border | close seal shut block suspend halt stop bar ban fence | closure closing sealing shutdown ban
withdraw_treaty | withdraw leave quit denounce abandon renounce pull+out exit repudiate terminate walk | withdrawal exit denunciation departure
aid_military | supply send arm deliver ship train sell provide airlift give equip donate furnish fly hand+over approve transfer lend | aid shipment delivery supply arms airlift weapon sale transfer
military_support | send back deploy support fly help join lend assist provide escort reinforce airlift guard fight dispatch intervene station come | support help backing assistance contingent
collision | collide bump crash hit scrape strike touch run ram | collision crash bump
accident | crash misfire explode sink err go+off malfunction stray run+aground mistake | accident crash mishap explosion misfire error
weapons_test | test fire launch try unveil | test trial firing
nuclear_activity | enrich reprocess restart resume install expel remove load reactivate operate produce build unload start+up | enrichment reprocessing reactor plutonium centrifuge
parade | parade show display march roll | parade display
balloons | float send release drift launch fly | balloon leaflet
drone_incursion | fly enter violate cross intrude penetrate stray circle down crash hover spot | drone incursion intrusion violation uav
gps_jamming | jam spoof disrupt interfere blind | jamming interference spoofing disruption
cyber_attack | hack attack cripple penetrate breach knock+out disable flood deface steal | attack hack cyberattack intrusion malware hacking breach
family_reunion | reunite meet | reunion
aid | send give donate ship provide deliver supply offer fly pledge | aid relief grain food assistance shipment donation
nuclear_strike | strike drop attack use | strike bomb attack
"""


@lru_cache(maxsize=1)
def _kinds() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    verbs: dict[str, list[str]] = {}
    nouns: dict[str, list[str]] = {}
    for row in _ROWS.strip().splitlines():
        kind, verb_words, noun_words = (part.strip() for part in row.split("|"))
        for table, text in ((verbs, verb_words), (nouns, noun_words)):
            for word in dict.fromkeys(text.split()):
                table.setdefault(word, []).append(kind)
    frozen = [{word: tuple(kinds) for word, kinds in table.items()} for table in (verbs, nouns)]
    return frozen[0], frozen[1]


def verb_kinds(lemma: str, particles: frozenset[str]) -> tuple[str, ...]:
    """The kinds that a verb may tell, those of its form with a particle first."""
    verbs = _kinds()[0]
    phrasal = tuple(kind for p in sorted(particles) for kind in verbs.get(f"{lemma}+{p}", ()))
    return phrasal or verbs.get(lemma, ())


def noun_kinds(lemma: str) -> tuple[str, ...]:
    """The kinds that a noun may tell."""
    return _kinds()[1].get(lemma, ())


@lru_cache(maxsize=1)
def trigger_words() -> frozenset[str]:
    """All verbs, with and without their particle, and nouns of the lists."""
    verbs, nouns = _kinds()
    return frozenset(word.split("+")[0] for word in verbs) | frozenset(nouns)
