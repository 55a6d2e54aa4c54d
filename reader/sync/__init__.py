"""Talks to servers that keep feeds and what was read: what they say in one form, whatever interface they have."""
