"""Is this war? Probabilities of a further incident, a fatal clash, a war."""
