"""An office's own folder: make it, check it, show what is in force."""
