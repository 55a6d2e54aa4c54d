"""Pictures of an article's text: fetched when they are asked for, drawn small in a child, kept in a cache."""
