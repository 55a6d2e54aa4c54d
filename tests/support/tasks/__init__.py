"""Tasks that misbehave on purpose, in place of those of the children."""
