"""Pictures, embeds, posts, footnotes, code and related boxes within a text."""
