"""The views: results as tables and pages for people."""
