"""The words: frozen types that every room shares; standard library only."""
