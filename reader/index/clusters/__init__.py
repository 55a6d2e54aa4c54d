"""Copies of one text and stories of one event."""
