"""Related articles: candidates, similarity, and the words that show why."""
