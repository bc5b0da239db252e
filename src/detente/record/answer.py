"""What happened? One dispatch to events, stated facts and the pair they are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.record import parsed, shallow
from detente.record.acts import Sentence, Told, read_acts
from detente.record.dateline import dateline_end
from detente.record.dispatch import Dispatch
from detente.record.draft import Draft
from detente.record.events import to_events
from detente.record.gazetteer import Gazetteer, Mention
from detente.record.judge import Judge
from detente.record.memory import Memory, ranks
from detente.record.merge import merge
from detente.record.pairing import best_pair, leading_pairs, pair_by_mentions, pairs_told
from detente.record.reading import read_sentence
from detente.record.relevance import relevant
from detente.record.rules import Rules
from detente.record.sentences import is_caseless, split_sentences
from detente.record.standing import stated_facts
from detente.record.topics import off_topic
from detente.record.tree import Tree
from detente.record.who import Cast, Discourse
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.record import Record

_PARSE_LIMIT = 1_200
"""Sentences that go to the model; a longer dispatch is read by rules, and beyond this by patterns."""

_BY_RULES = f"a text of more than {_PARSE_LIMIT:,} sentences is read by rules alone, without weights"

_LONG = 200
"""Sentences beyond which only one pair is tried."""

_MIND = 100
"""Acts of the beginning, and as many before the present one, that a text may refer to."""

_FEW_SENTENCES = 6
_SAYS_LITTLE = 1.4
_A_SENTENCE = 0.12
_SURE = 0.6
"""A text of that many sentences whose events together are trusted less than this is about something else, a
shorter one (of four at least) if they are trusted less than that a sentence; set on the train and development
folds of the corpus."""

Read = tuple[tuple[Sentence, Told, Cast], ...]


def answer(
    dispatch: Dispatch,
    gazetteer: Gazetteer,
    *,
    as_of: date | None = None,
    pair: Dyad | None = None,
    facts: Sequence[Fact] = (),
    model: bool | None = None,
    judge: Judge | None = None,
) -> Record:
    """Code one dispatch.

    `model`: None uses spaCy where it is installed, True requires it, False reads with patterns alone. `facts`
    are our tables of the standing facts, against which stated ones are checked; `pair` overrides all. `judge`
    weighs the evidence; without one the rules decide alone.

    Raises:
        DataError: `no-model` if `model` is True and spaCy or its model is absent.
    """
    use_model = parsed.available() if model is None else model
    spans = split_sentences(dispatch.text)
    mentions = gazetteer.find(dispatch.text, dispatch.day)
    home = _home(dispatch, mentions)
    told = tuple(m for m in mentions if m.start >= dateline_end(dispatch.text))
    judge = judge if judge is not None and len(spans) <= _PARSE_LIMIT else Rules()
    judge = judge.of(dispatch.text, spans, mentions) if mentions else judge
    read, notes = _read(dispatch, spans, told, use_model, judge)
    notes = (*notes, _BY_RULES) if len(spans) > _PARSE_LIMIT else notes
    named = pair_by_mentions(mentions, spans, dateline_end(dispatch.text))
    coder = parsed.CODER if use_model else shallow.CODER
    told_by = _Telling(dispatch, read, home, ranks(told))
    better = pair or _chosen(named, told_by, 1 if len(read) > _LONG else 3)
    events = history(told_by.events(better, judge))
    if _says_little(events, len(spans)):
        notes, events = (*notes, *_set_aside(events)), ()
    day = as_of or dispatch.day
    return Record(
        dispatch=dispatch.name,
        as_of=None if day is None else day.isoformat(),
        pair=None if better is None else (better.a, better.b),
        error=None,
        events=events,
        facts=stated_facts(dispatch, spans, told, better, facts),
        day=None if dispatch.day is None else dispatch.day.isoformat(),
        day_source=dispatch.day_source,
        coder=coder,
        notes=(*dispatch.notes, *notes, *_notes(events, better, pair, gazetteer)),
    )


def _home(dispatch: Dispatch, mentions: Sequence[Mention]) -> str | None:
    """The state in which the dispatch was written, by its dateline."""
    end = dateline_end(dispatch.text)
    here = [m for m in mentions if m.end <= end and len(m.codes) == 1]
    return here[0].codes[0] if here else None


def _read(
    dispatch: Dispatch,
    spans: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    model: bool,
    judge: Judge,
) -> tuple[Read, tuple[str, ...]]:
    """The acts of the sentences that may tell one between states, whoever the pair is."""
    if off_topic(dispatch.text):
        return (), (
            "about sport, the screen, books, markets, nature, the past or a trial: the text was not read",
        )
    text = _cased(dispatch.text, mentions)
    chosen = tuple(relevant(dispatch.text, spans, mentions, dateline_end(dispatch.text)))
    cut = _PARSE_LIMIT if model else 0
    pieces = [span for _, span in chosen]
    parser = parsed.parse_all(text, pieces[:cut]) if cut else iter(())
    trees: Iterator[Tree] = (
        tree for part in (parser, shallow.parse_all(text, pieces[cut:])) for tree in part
    )
    read = tuple(
        _told(dispatch, number, span, tree, mentions, judge)
        for (number, span), tree in zip(chosen, trees, strict=True)
    )
    long = f"{len(pieces):,} sentences: those after the first {cut:,} were read by patterns"
    return read, (long,) if model and len(pieces) > cut else ()


def _told(
    dispatch: Dispatch,
    number: int,
    span: tuple[int, int],
    tree: Tree,
    mentions: Sequence[Mention],
    judge: Judge,
) -> tuple[Sentence, Told, Cast]:
    sentence = Sentence(number, dispatch.text[span[0] : span[1]], span[0], tree, dispatch.day)
    cast = Cast(tree, mentions, Discourse())
    return sentence, read_acts(sentence, cast, judge), cast


def _cased(text: str, mentions: Sequence[Mention]) -> str:
    """A text written in one case, with its names capitalised so that the readers know them as names."""
    if not is_caseless(text):
        return text
    plain, parts, done = text.lower(), [], 0
    if len(plain) != len(text):
        return text
    for mention in mentions:
        parts += [plain[done : mention.start], plain[mention.start : mention.end].title()]
        done = mention.end
    cased = "".join(parts) + plain[done:]
    return cased if len(cased) == len(text) else text


@dataclass(frozen=True, slots=True)
class _Telling:
    """What a dispatch tells before its pair is known."""

    dispatch: Dispatch
    read: Read
    home: str | None
    rank: dict[str, int]

    def events(self, pair: Dyad | None, judge: Judge) -> tuple[Event, ...]:
        """The events if the dispatch is about `pair`."""
        discourse = Discourse(pair=pair, home=self.home)
        drafts = merge(_drafts(self.read, discourse, Memory(rank=self.rank), judge))
        events, sources = to_events(drafts, self.dispatch.text)
        links = [judge.answered(events, sources, i) for i in range(len(events))]
        return tuple(
            replace(event, answers_to=None if _answers_back(links, i) else link)
            for i, (event, link) in enumerate(zip(events, links, strict=True))
        )


def _answers_back(links: Sequence[int | None], i: int) -> bool:
    """Whether event `i` would answer a later one that answers it: the later one is the answer."""
    link = links[i]
    return link is not None and link > i and links[link] == i


def _chosen(named: Mapping[Dyad, float], telling: _Telling, most: int) -> Dyad | None:
    """Of the pairs that are named most, the one that the rules find the acts to be between."""
    leading = leading_pairs(named, most)
    if len(leading) < 2:
        return leading[0] if leading else None
    return best_pair(named, {pair: telling.events(pair, Rules()) for pair in leading})


def _drafts(read: Read, discourse: Discourse, memory: Memory, judge: Judge) -> tuple[Draft, ...]:
    found: list[Draft] = []
    for sentence, told, cast in read:
        cast.discourse = discourse
        drafts = read_sentence(sentence, told, cast, judge, memory, _in_mind(found))
        found += drafts
        _remember(cast, discourse, drafts)
    return tuple(_disputes(found))


def _in_mind(found: list[Draft]) -> list[Draft]:
    """The first and the latest acts: what a long text may still refer to, so that time stays linear."""
    return found if len(found) <= 2 * _MIND else found[:_MIND] + found[-_MIND:]


def _remember(cast: Cast, discourse: Discourse, told: Sequence[Draft]) -> None:
    """The state of the sentence's main subject is what "it" means in the next one."""
    root = next((t.i for t in cast.tree.tokens if t.head == t.i and t.is_verb), None)
    codes = () if root is None else _spoken_of(cast, root)
    doers = next((d.sources for d in told if d.sources and d.source_how == "named"), ())
    force = next((d.sources for d in told if d.sources and (d.force or d.plover == "MOBILIZE")), ())
    discourse.doer = force or discourse.doer
    if codes or doers:
        discourse.subject = codes or doers


def _spoken_of(cast: Cast, root: int) -> tuple[str, ...]:
    """The states of the main subject, below "said" those of the subject of what is said."""
    said = cast.tree.child(root, "ccomp")
    below = () if said is None else cast.all_of(cast.tree.children(said, "nsubj", "nsubjpass")).codes
    return below or cast.all_of(cast.tree.children(root, "nsubj", "nsubjpass")).codes


def _disputes(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """An act that the other side denies is disputed; the denial is no event of its own."""
    dropped: set[int] = set()
    marked: dict[int, Draft] = {}
    for k, denial in enumerate(drafts):
        if denial.status != "denied" or denial.claimed_by is None:
            continue
        claim = next((j for j in range(max(0, k - _MIND), k) if _claims(drafts[j], denial)), None)
        if claim is not None:
            dropped.add(k)
            marked[claim] = replace(drafts[claim], disputed=True)
    return (marked.get(k, draft) for k, draft in enumerate(drafts) if k not in dropped)


def _claims(claim: Draft, denial: Draft) -> bool:
    same = claim.plover == denial.plover and claim.sources == denial.sources
    return same and claim.status == "actual" and claim.claimed_by not in (None, denial.claimed_by)


def _says_little(events: Sequence[Event], sentences: int) -> bool:
    """Whether a text of several sentences tells no act that can be trusted, alone or together."""
    if sentences < 4 or any(event.p >= _SURE for event in events):
        return False
    least = _SAYS_LITTLE if sentences >= _FEW_SENTENCES else _A_SENTENCE * sentences
    return sum(event.p for event in events) < least


def history(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """In a text whose dated acts are all long past, acts that it does not date are past too."""
    dated = [event for event in events if event.date and "date" not in event.inferred]
    if len(dated) < 2 or any(event.status != "historical" for event in dated if event.happened):
        return events
    return tuple(
        replace(event, status="historical", date=None, date_precision=None)
        if event.status == "actual" and "date" in event.inferred
        else event
        for event in events
    )


def _set_aside(events: Sequence[Event]) -> tuple[str, ...]:
    read = "; ".join(f"{e.source or '?'} > {e.target or '?'} {e.kind} ({e.p:.2f})" for e in events)
    return (f"hardly an act between states: set aside as doubtful: {read}",) if events else ()


def _notes(
    events: Sequence[Event], found: Dyad | None, given: Dyad | None, gazetteer: Gazetteer
) -> tuple[str, ...]:
    notes = []
    if found is not None and given is None:
        one, other = gazetteer.state_name(found.a), gazetteer.state_name(found.b)
        notes.append(f"the pair {one} - {other} was chosen by what the text names and tells")
    others = [pair.text for pair in pairs_told(events) if pair != found]
    if others:
        notes.append(f"acts between other states too: {', '.join(others)}; see --pair and --each-pair")
    if found is None:
        notes.append("the text names no two states: no pair")
    if not events:
        notes.append("the text tells no act between states")
    return tuple(notes)
