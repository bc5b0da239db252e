"""How could it get out of hand? Action and reaction as mutually exciting events."""
