"""The shared archive as the own library uses it."""
