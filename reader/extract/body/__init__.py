"""The choice of the article's text on a page, and what belongs to it."""
