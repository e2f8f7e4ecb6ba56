"""Reading: from the values of the sheets to a review, with a problem for each cell that cannot be read."""
