"""Why do they do it? Rival motives, weighed."""
