"""The law: clauses, parameters, the instrument and the office, as data with strict readers."""
