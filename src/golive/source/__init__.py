"""The merchant's source code as trees of one kind for all languages, and what in them talks to the provider."""
