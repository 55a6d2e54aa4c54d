"""The reader's screen, on the same core as the command line."""
