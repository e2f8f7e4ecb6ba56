"""The facts: what one review says, as frozen data. No input or output, no Excel, standard library only."""
