"""What this room is for, what it is not for, and what it was tested on."""

METHOD = "two-sided Hawkes process on event days, drifting baseline with changes of level"

FOR = (
    "whether a pair's acts come in chains (one act setting off others) or only in good and bad years",
    "how many further acts the last acts let expect, beside what would come anyway",
    "a range for accidents that is honest about being borrowed",
)

NOT_FOR = (
    "causes: a common cause that lasts days (an exercise, a summit) looks like action and reaction",
    "answers on the same day: within a day the order is unknown, so it is not read as cause and effect",
    "severity: the branching ratio counts acts, not deaths; a ratio below 1 does not exclude a war",
    "the chance of nuclear use between two given states: no figure exists, the priors are of other pairs",
)

TESTED_ON = (
    "streams simulated from the model: recovery, and coverage of the 90 % interval",
    "streams without excitation: constant, yearly cycle of 90 %, drift x4, step x5",
    "Militarized Interstate Events 1.0, pairs with 60 or more event days, 1990-2009 held out by year",
)
