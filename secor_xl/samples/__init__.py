"""Fictional employers, each there for a reason. Every name, address and number in here is made up."""
