"""Paths, settings, keys, themes, and the user's own commands and site rules."""
