"""secor-xl: the desk of a SECOR quality-assurance reviewer.

The rooms, from the ground up (each imports only the ones above it): ``procedure`` the law, ``review`` the facts,
``judgement`` the judgement, ``xlsx`` the file format, ``workbook`` Excel as a file, ``letters`` the paper, ``delivery``
PDFs and e-mail drafts, ``records`` the memory, ``runs`` seasons of workbooks, ``excel`` inside Excel, ``cli`` the command line.
"""

__version__ = "0.1.0"
