"""Tables of our own; see `sources_*.csv` for where each fact comes from."""
