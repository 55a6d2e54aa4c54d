"""Our Markdown: how an article is written in it and read back."""
