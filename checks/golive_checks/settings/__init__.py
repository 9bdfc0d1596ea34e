"""Checks of the profile and of the values it refers to."""
