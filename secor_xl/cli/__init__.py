"""The command line: commands, and views of their results."""
