"""Inside Excel: the in-cell functions handed to xlwings, the buttons, the VBA and ribbon text, install and doctor."""
