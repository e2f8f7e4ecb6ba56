"""Inside Excel: the in-cell functions for xlwings, the buttons, the texts of VBA and ribbon, install and doctor."""
