"""The teacher's tools behind run.py: lessons on paper."""
