"""Excel as a file: the layout, the workbook built from an assessment, and read back into the same review."""
