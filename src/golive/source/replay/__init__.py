"""Running the code around a request in the mind: one answer of the provider, one way through the program at a time."""
