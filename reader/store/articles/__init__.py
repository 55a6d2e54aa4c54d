"""Articles in the library: identity, saving, texts and rows."""
