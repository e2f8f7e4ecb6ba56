"""The schema of the review workbook: its fields, tables, sheets and named ranges."""
