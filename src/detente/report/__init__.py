"""The same Assessment for three readers: terminal, HTML, JSON."""
