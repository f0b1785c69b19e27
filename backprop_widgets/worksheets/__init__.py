"""worksheet(): both passes by hand."""
