"""Classes of nouns that the trigger rows ask for, in capitals there; lemmas only."""

from detente.record.wordlist import words

_TEXT = """
MISSILE: missile rocket projectile icbm irbm slbm scud tomahawk salvo warhead bm iskander hwasong nodong
  taepodong katyusha qassam shahab kalibr atacms kinzhal exocet
SHELL: shell artillery mortar round howitzer salvo barrage grenade gun cannon shelling battery volley
  gunfire bombardment
GUNS: artillery howitzer mortar gun tank battery cannon heavy-weapon rocket-launcher gunner
BOMB: bomb munition napalm ordnance bomblet cluster-bomb
AIRCRAFT: aircraft jet plane bomber warplane fighter fighter-jet mig mig-21 mig-29 su-24 f-16 f-4 f-15
  helicopter gunship airliner drone balloon uav reconnaissance-plane spy-plane b-52 b-1b b-1 b-2 u-2
  squadron mirage phantom bomber-aircraft transport-plane sabre mirage air-force airforce interceptor p-3
  ec-121 airplane surveillance-plane awacs
DRONE: drone uav unmanned quadcopter
BALLOON: balloon leaflet
SHIP: ship vessel warship boat frigate destroyer corvette cutter trawler tanker carrier submarine
  freighter gunboat minesweeper flotilla fleet armada cruiser patrol-boat tug ferry tug-boat speedboat
  barge coastguard coast-guard battleship torpedo-boat submersible squadron junk sampan navy dhow lighter
  landing-craft icebreaker fishing-boat
TROOPS: troop soldier paratroop force army division brigade battalion regiment marine commando
  paratrooper tank armour armor infantry unit serviceman reservist guard column convoy personnel ranger
  legion reinforcement guardsman militia gendarme garrison peacekeeper men man patrol platoon company
  vanguard contingent corps legionnaire volunteer advisor
WEAPON: weapon arms battery launcher system s-300 s-400 patriot thaad radar interceptor tank artillery
  howitzer missile warhead rocket ammunition shell munition jet anti-aircraft hardware weaponry armament
  materiel drone
TREATY: treaty pact accord agreement deal convention memorandum armistice truce ceasefire protocol
  declaration arrangement settlement communique communiqué understanding alliance concordat charter
  compact
TALKS: talk negotiation dialogue meeting discussion conference summit round contact consultation session
  parley
RELATIONS: relation tie link relationship diplomatic-relation contact
ENVOY: ambassador envoy charge chargé consul minister attache attaché representative commissioner
  legation mission
DIPLOMAT: diplomat ambassador envoy attache attaché consul charge spy official staff commissioner
BORDER: border frontier crossing airspace checkpoint strait canal passage port bridge road railway
  consulate embassy gate railroad sky train bus flight
LINE: border frontier line airspace territory boundary waters parallel zone soil air-space dmz
  demarcation sea water mdl river air isle bank
LAND: island town city territory village peninsula capital hill height province region airport enclave
  islet post garrison outpost base district ridge strip positions building post peak position rock reef
  shoal area fort valley canal city land neighbourhood settlement crossing plateau headquarters base
  airbase barracks palace border embassy seaport port consulate airfield
PERSON: soldier marine officer guard sailor pilot policeman civilian fisherman man people woman child
  villager hostage serviceman crew crewman captain general diplomat citizen national worker spy agent
  tourist student journalist airman person farmer commander scientist president minister militant leader
  peacekeeper trooper gunman paratrooper police guardsman seaman servicemen prisoner resident girl boy
  demonstrator patrolman crewmen major lieutenant colonel two three four five six
LEADERP: president minister premier commander general leader scientist chief ambassador prince king envoy
  officer official defector archduke dissident
SANCTIONS: sanction embargo tariff asset export import trade ban restriction measure boycott penalty
  blacklist curb quota
AID: aid assistance food grain rice fuel medicine relief loan credit
SEA: sea ocean water pacific off coast offshore bay gulf strait eastward zone harbour
NUCLEAR: nuclear atomic hydrogen thermonuclear plutonium
SATELLITE: satellite spacecraft carrier-rocket orbit space
EXERCISE: exercise drill manoeuvre maneuver war-game wargame game rehearsal simulation training
FIRE: fire gunfire shot volley salvo shell mortar round barrage bullet machine-gun rifle artillery
  machinegun rocket grenade
SMALLARMS: rifle machine-gun machinegun bullet pistol sniper kalashnikov
WARNING: warning
PRISONER: prisoner hostage captive crew sailor soldier pilot detainee fisherman diplomat student citizen
  body remains airman journalist crewman pow boat ship vessel
CAPTOR: prisoner captive hostage
NONSTATE: rebel militant separatist gunman insurgent guerrilla terrorist protester demonstrator crowd mob
  infiltrator hacker faction pirate smuggler fighter extremist jihadist islamist partisan militia group
  fedayeen mujahideen assailant attacker hijacker farc hezbollah hamas taliban houthi contra irregular
  bandit activist tribesman hizbollah hizbullah fatah plo eln pkk ypg unita frelimo renamo polisario swapo
  anc zanu zapu eoka irgun haganah ira eta ltte tiger m23 fdlr spla splm tplf olf al-qaeda al-shabaab
  shabaab isis daesh lashkar jaish-e-mohammed jaish ansarullah janjaweed khmer-rouge vietcong viet-cong
  mujahedin maoist naxalite wagner mercenary exile defector émigré emigre separatist secessionist
  paramilitary commando-group settler looter rioter student pilgrim fisherman-group oas oau asean
  red-cross unesco unhcr opec osce csce caricom mercosur ecowas igad sadc unasur celac
STATEMENT: statement letter note message resolution
MINE: mine landmine
MELEE: stick stone club rock fist iron bar knife axe fistfight brawl hand-to-hand scuffle stick baton
HARM: kill wound die injure destroy damage hit strike dead casualty sink hurt death maim
TEST: test test-fire trial experiment
VERBAL: verbal word rhetorical personal diplomatic media war-of-words insult legal heart panic court
  price trade
BASE: base city town position airfield airport depot target camp site facility building plant village
  capital headquarters refinery port bunker post hideout house factory hospital suburb embassy
  installation radar pad
WITHOUTMIL: political economic diplomatic commercial trade sanction consequence isolation cost price
  tariff punitive
"""


def _parse() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part in _TEXT.replace("\n  ", " ").strip().splitlines():
        name, words = part.split(":", 1)
        found[name] = frozenset(words.split())
    return found


CLASSES = _parse()
"""The lemmas of each class by its name."""

SPORT = words(
    "goal match cup coach striker tournament league championship champion quarter-final semi-final "
    "stadium athlete medal olympic football soccer cricket basketball hockey referee penalty midfielder "
    "batsman wicket innings goalkeeper tennis rugby team player game fan scorer"
)
SCREEN = words(
    "film movie cinema novel actor actress director box-office ticket critic screen audience hollywood "
    "documentary thriller trailer episode theatre opera video-game studio premiere exhibition museum"
)
MARKET = words(
    "market share stock investor trader analyst export bank inflation currency yield bond lender price "
    "growth percent economist profit earnings steel won yen yuan rouble dollar euro central-bank index "
    "revenue"
)
BOOKS = words(
    "book author chapter publisher publish review reviewer reader page edition biography historian memoir "
    "prose footnote library novelist poet essay manuscript bestseller prize literary translate translator "
    "archive archivist"
)
NATURE = words(
    "storm hurricane cyclone typhoon snow rain weather flood earthquake dust drought locust swarm eclipse "
    "telescope astronomer scientist forecaster meteorologist temperature degree celsius wind harvest farmer "
    "crop species research laboratory experiment physicist planet orbit moon sun cold fog blizzard fish "
    "fishery catch tuna ice volcano tornado visibility"
)
PAST = words(
    "historian scholar professor lecture lecturer university conference symposium seminar speaker veteran "
    "anniversary archive museum curator visitor memorial monument obituary funeral widow born retire "
    "painting auction collector portrait re-enactment battlefield"
)
COURT = words(
    "court judge magistrate lawyer prosecutor prosecution defendant counsel verdict jury trial plead testify "
    "testimony hearing bail bond acquit witness guilty courtroom dock"
)
"""Words whose density shows that a text is about something else than what states do to each other."""
