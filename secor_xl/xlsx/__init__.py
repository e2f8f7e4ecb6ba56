"""The file format of Excel: guarded archives, parts, cells and comments. It knows nothing of SECOR."""
