"""Keeps feeds, entries and marks the same here and on servers that people run."""
