"""Inside Excel: the in-cell functions handed to xlwings, the buttons, the VBA and ribbon text, install and doctor."""

PROJECT_NAME = "secor-xl"
"""What xlwings' VBA and our own settings are kept under, in the user's own profile and nowhere else."""
