"""Pure functions, state in, markup out: nothing here computes mathematics or remembers anything."""
