"""PDF files of letters, by Word or by LibreOffice."""
