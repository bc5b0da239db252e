"""Have we been here before? Past episodes like this one, and what followed."""
