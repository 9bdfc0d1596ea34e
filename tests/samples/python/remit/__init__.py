"""Pays our sellers through Anton Payments."""
