"""Excel as a file: the schema of the review workbook, its reading, writing, in-cell functions and migration."""
