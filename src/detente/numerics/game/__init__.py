"""Games of crisis: solved, certified, estimated; no political word."""
