"""Does the heavy work for the screen in a process beside it."""
