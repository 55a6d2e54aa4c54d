"""Ways in for addresses: subscription lists, feeds that a page announces, lists of articles."""
