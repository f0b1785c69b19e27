"""explorer(): the network in the hand, with the sum behind each of its numbers."""
