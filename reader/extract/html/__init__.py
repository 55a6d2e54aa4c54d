"""The tree of a page: decoded, walked, its inline content and regions."""
