"""The screen's own widgets, each a view over what it is given."""
