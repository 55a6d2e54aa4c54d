"""Adding one feed, page or file."""
