"""data(): the lessons’ sets, points of one’s own, a table of one’s own."""
