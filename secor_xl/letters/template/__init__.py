"""Letter templates: check an office's Word file, and render letters with it."""
