"""Setting Excel up: install, doctor, evidence."""
