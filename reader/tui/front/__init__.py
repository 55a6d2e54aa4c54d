"""The front page and its parts."""
