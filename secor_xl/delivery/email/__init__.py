"""E-mail drafts that carry letters."""
