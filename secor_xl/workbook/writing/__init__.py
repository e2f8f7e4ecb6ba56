"""Writing: from an assessment to the sheets of the workbook."""
