"""Articles in clusters: copies of a text, reports of an event, and the lines that count for neither."""
