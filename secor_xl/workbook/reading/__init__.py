"""Reading: from the values of the sheets to a review, and a message for each cell that is not understood."""
