"""Verification: a folder of letters compared with its records and with what would be made again."""
