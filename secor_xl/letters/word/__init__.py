"""Word files: which parts and elements a template may have, and which go out with a letter."""
