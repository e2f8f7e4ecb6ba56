"""Migration: from the cells of an older workbook to those of the present form."""
