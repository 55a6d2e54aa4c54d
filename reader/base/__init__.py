"""What every stage shares: pure functions over text, addresses, dates, queries and our Markdown."""
