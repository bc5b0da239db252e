"""Rolling back-tests on real data; each prints the table that its card ships."""
