"""Where data lives: write-once segments, our own tables, and the closed history of a pair."""
