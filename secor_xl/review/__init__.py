"""The facts of one review, as frozen data. No input or output, no Excel, standard library only."""
