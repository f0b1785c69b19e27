"""training(): a descent as a record that one can rewind and branch."""
