"""The content of each letter kind: prepared words, from an assessment."""
