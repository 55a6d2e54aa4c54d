"""An article's Markdown as lines of the screen, made when they are needed."""
