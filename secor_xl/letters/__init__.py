"""Letters: content from an assessment, rendered with a Word template and checked. The only room that uses docxtpl."""
