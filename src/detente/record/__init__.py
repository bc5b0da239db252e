"""What happened? From the text of a dispatch to dated interstate events."""
