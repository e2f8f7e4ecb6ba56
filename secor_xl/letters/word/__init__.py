"""Word files: what a template's file may hold, and what goes out with a letter."""
