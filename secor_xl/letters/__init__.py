"""The paper: an assessment becomes prepared words, and these a checked Word letter. The only room that knows docxtpl."""
