"""The register of a run: a workbook with its reviews, letters and figures."""
