"""predict() and tally(): asked before it is shown."""
