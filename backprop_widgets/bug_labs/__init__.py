"""bug_lab(): a wrong program, found by its symptoms."""
