"""Articles as Markdown files in a folder of the reader's."""
