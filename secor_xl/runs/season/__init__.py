"""A season's workbooks at once: looked at, judged, their letters written, and a ledger of all of it."""
