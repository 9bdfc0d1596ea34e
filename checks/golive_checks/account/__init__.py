"""Checks of the live account, through the provider's API, read-only."""
