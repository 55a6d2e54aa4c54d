"""The worker process beside the screen, and its messages."""
