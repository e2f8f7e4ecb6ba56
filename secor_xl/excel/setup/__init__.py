"""Set up Excel: install, doctor, evidence."""
