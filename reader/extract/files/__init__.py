"""Text and Markdown files as articles."""
