"""Every path from a weight to the cost, and how backpropagation merges them."""
