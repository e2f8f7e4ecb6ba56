"""Delivery: letters as PDF files and as e-mail drafts."""
