"""Strings: cleaned, folded, measured, split into words, compared."""
