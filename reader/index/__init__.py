"""The full-text index, derived from the library, and what it finds."""
