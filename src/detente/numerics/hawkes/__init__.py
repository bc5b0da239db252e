"""Hawkes processes: events that set off events, in exact time, in counts by day, and on event days."""
