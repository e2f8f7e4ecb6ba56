"""The records of a letters folder: one SQLite file with every judged workbook, its letters, and the files made of them."""
