"""A learner's number, array or function, judged."""
