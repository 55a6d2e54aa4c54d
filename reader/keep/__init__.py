"""Markdown files that live on in the reader's notes."""
