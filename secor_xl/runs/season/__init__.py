"""A season: the letters of many workbooks at once, recorded before they get their names."""
