"""How a number, a symbol and a sum are written."""
