"""The content of each kind of letter, from an assessment."""
