"""Readers of subscription lists: OPML, and what newsboat keeps."""
