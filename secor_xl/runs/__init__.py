"""Runs: from workbook files to letters on disk. The only writer of output folders."""
