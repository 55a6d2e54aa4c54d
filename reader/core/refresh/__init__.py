"""Refreshing feeds: fetch, decide, save, and fetch the full texts."""
