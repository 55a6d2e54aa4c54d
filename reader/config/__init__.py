"""Where things live and what can be set."""
