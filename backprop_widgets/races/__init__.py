"""race(): three ways to better weights, side by side."""
