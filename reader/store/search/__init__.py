"""Queries answered by SQL: conditions and ordered lists."""
