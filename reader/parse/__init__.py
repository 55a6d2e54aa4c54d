"""Feed bytes to entries."""
