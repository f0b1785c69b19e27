"""plot(): J, slopes, matrices and boundaries, drawn as the network moves."""
