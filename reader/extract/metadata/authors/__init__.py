"""Authors and agencies of an article: from metadata, bylines and credit lines."""
