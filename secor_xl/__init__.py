"""secor-xl: the desk of a SECOR quality-assurance reviewer.

The rooms, from the ground up (each imports only the ones above it): ``procedure`` the law, ``review`` the facts,
``judgement`` the judgement, ``workbook`` Excel as a file, ``letters`` the paper, ``cli`` the command line.
"""

__version__ = "0.1.0"
