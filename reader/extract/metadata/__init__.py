"""Title, dates, publication and other fields of a page, by order of trust."""
