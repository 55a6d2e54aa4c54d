"""Dates and times: written by us, read from what pages and feeds write."""
