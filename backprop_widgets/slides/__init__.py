"""slide(): the lecture's slide, with its slips as switches."""
