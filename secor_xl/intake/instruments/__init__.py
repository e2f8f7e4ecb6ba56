"""Instruments that an office keeps as spreadsheets: their sheets, reading, writing, and questions from a table of its own."""
