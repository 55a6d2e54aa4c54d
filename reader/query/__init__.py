"""The query language: from what a person types to a tree, and its evaluation in memory."""
