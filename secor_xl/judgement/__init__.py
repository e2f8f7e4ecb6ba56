"""The judgement: scores, flags, deadlines, outcome. Pure: it takes a date, never reads the clock, never raises on odd data."""
