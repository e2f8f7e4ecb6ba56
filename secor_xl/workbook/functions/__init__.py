"""The in-cell functions: their registry, their arguments and their results."""
