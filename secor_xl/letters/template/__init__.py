"""A letter template: an office's Word file comes in, and a checked letter goes out."""
